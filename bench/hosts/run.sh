#!/usr/bin/env bash
# Tries ranks of MPI on two hosts that see one folder: two network namespaces of this machine (hosts.sh), with one rank in each.
#
#   bench/hosts/run.sh APICAL.dll [DIR]     bin/Release/net10.0/Apical.Cli.dll; where to work
#
# mpirun reaches the other host as it would by ssh (a script that goes into the namespace is in its place). Right is: 'cluster check' finds both; what they train
# together has the bits of two ranks on one host, and with --same-bits those of one process; a sweep has the files of one process. Then the cable is cut in the
# middle of a training: both ranks say so in one line within the patience that was asked for, and end. With the cable mended the run goes on to the same bits.
# All of it with Open MPI, and with MPICH, as far as they are installed. Takes one to two minutes. Exit code 0: all was right. 1: something was not; the folder
# is kept. 77: this machine cannot do it.
set -uo pipefail
bench=$(realpath "$(dirname "$0")/..")
. "$bench/hosts/hosts.sh"
dll=$(realpath "${1:?give the path of Apical.Cli.dll}")
dir=$(realpath -m "${2:-$(mktemp -d)}")
patience=5

why=$(hosts_can) || { echo "skipped: $why"; exit 77; }
[ -x /usr/bin/mpirun.openmpi ] || [ -x /usr/bin/mpirun.mpich ] || { echo "skipped: it needs Open MPI or MPICH (apt-get install openmpi-bin, or mpich)"; exit 77; }
fail() { echo "WRONG: $1; see $dir" >&2; exit 1; }
same() { # same FOLDER FOLDER: the same measurements but for times, tensors and states
    PYTHONPATH=$bench python3 -B - "$1" "$2" <<'END'
import soak, sys
one, other = soak.found(sys.argv[1]), soak.found(sys.argv[2])
assert one, "there is nothing in " + sys.argv[1]
for name in sorted(set(one) | set(other)):
    assert one.get(name) == other.get(name), name
assert not soak.left(sys.argv[2])
END
}
moved() { on node2 sh -c 'cat /sys/class/net/cable/statistics/rx_bytes' 2>/dev/null || on node2 awk '/cable:/ { print $2 }' /proc/net/dev; }

start() { # start MPI HOSTS COMMAND…: two ranks, by mpirun on the first host
    local mpi=$1 hosts=$2
    shift 2
    if [ "$mpi" = openmpi ]; then
        on node1 mpirun.openmpi --allow-run-as-root --bind-to none --mca plm_rsh_agent "$dir/agent" --mca btl tcp,self \
            --host "$hosts" -np 2 "$@"
    else
        on node1 env UCX_TLS=tcp,self mpirun.mpich -launcher rsh -launcher-exec "$dir/agent" -hosts "$hosts" -np 2 "$@"
    fi
}

try() {
    local mpi=$1 one=$2 before after mpirun later line pid
    cd "$dir" || exit
    echo "$mpi: two ranks on two hosts"
    start "$mpi" node1,node2 dotnet "$dll" cluster check > "check-$mpi" 2> "check-$mpi.err" || fail "cluster check by $mpi"
    grep -q "2 ranks on node1 (1), node2 (1)" "check-$mpi" || fail "$mpi does not see two hosts"
    grep -q "sums over ranks are right" "check-$mpi" || fail "the sums of $mpi"

    start "$mpi" "$one" dotnet "$dll" "${train[@]}" --epochs 6 --parallel data --out "here-$mpi" > /dev/null 2> "here-$mpi.err" || fail "the training on one host by $mpi"
    before=$(moved)
    start "$mpi" node1,node2 dotnet "$dll" "${train[@]}" --epochs 6 --parallel data --out "train-$mpi" > /dev/null 2> "train-$mpi.err" || fail "the training by $mpi"
    after=$(moved)
    [ $((after - before)) -gt 1000000 ] || fail "what the hosts exchange does not pass the cable: $((after - before)) bytes"
    same "here-$mpi" "train-$mpi" || fail "the bits of two hosts are not those of one"
    start "$mpi" node1,node2 dotnet "$dll" "${train[@]}" --epochs 6 --parallel data --same-bits --out "same-$mpi" > /dev/null 2> "same-$mpi.err" || fail "--same-bits by $mpi"
    same train "same-$mpi" || fail "the bits of two ranks are not those of one process"
    start "$mpi" node1,node2 dotnet "$dll" "${sweep[@]}" --out "sweep-$mpi" > /dev/null 2> "sweep-$mpi.err" || fail "the sweep by $mpi"
    same sweep "sweep-$mpi" || fail "the files of two hosts are not those of one process"

    echo "$mpi: the cable is cut in the middle of a training"
    start "$mpi" node1,node2 env APICAL_PATIENCE=$patience dotnet "$dll" "${train[@]}" --epochs 100000 --parallel data --out "cut-$mpi" \
        > /dev/null 2> "cut-$mpi.err" &
    mpirun=$!
    for _ in $(seq 240); do [ -e "cut-$mpi/checkpoint.safetensors" ] && break; sleep 0.25; done
    [ -e "cut-$mpi/checkpoint.safetensors" ] || fail "no checkpoint within a minute"
    hosts_link node2 down
    local begin=$SECONDS
    for _ in $(seq 240); do [ -z "$(hosts_ranks)" ] && break; sleep 0.25; done
    [ -z "$(hosts_ranks)" ] || fail "ranks of $mpi are at work a minute after the cable was cut"
    echo "both ranks have ended $((SECONDS - begin)) s later (patience $patience s)"
    [ $((SECONDS - begin)) -le $((patience + 20)) ] || fail "the ranks of $mpi took $((SECONDS - begin)) s to end"
    for _ in $(seq 40); do kill -0 "$mpirun" 2>/dev/null || break; sleep 0.25; done
    if kill -0 "$mpirun" 2>/dev/null; then
        echo "mpirun of $mpi still waits for the other host, and is ended"
        for pid in $(hosts_pids); do kill -KILL "$pid" 2>/dev/null; done
    fi
    wait "$mpirun" && fail "mpirun of $mpi says that all is well"
    line=$(grep "^apical: rank 0 on node1: other ranks were not heard of for $patience s" "cut-$mpi.err") || fail "rank 0 of $mpi does not say why"
    [ "$(grep -c "^apical:" "cut-$mpi.err")" = 1 ] || fail "$mpi says more than one line"
    echo "  $line"
    hosts_link node2 up
    for _ in $(seq 20); do start "$mpi" node1,node2 true > /dev/null 2>&1 && break; sleep 0.5; done      # until mpirun finds its way again
    later=$(($(awk -F, 'NR > 1 && $3 > most { most = $3 } END { print most + 0 }' "cut-$mpi/metrics.csv") + 3))
    start "$mpi" node1,node2 dotnet "$dll" train --resume "cut-$mpi" --epochs "$later" --parallel data --quiet > /dev/null 2> "on-$mpi.err" || fail "going on by $mpi"
    start "$mpi" "$one" dotnet "$dll" "${train[@]}" --epochs "$later" --parallel data --out "long-$mpi" > /dev/null 2> "long-$mpi.err" || fail "the whole by $mpi"
    same "long-$mpi" "cut-$mpi" || fail "the run that went on does not come to the bits of one that was left in peace"
}

hosts_ranks() { hosts_pids | while read -r pid; do tr '\0' ' ' < "/proc/$pid/cmdline" 2>/dev/null | grep -q "^dotnet $dll" && echo "$pid"; done; }

trap hosts_down EXIT
hosts_up 2 || fail "no hosts"
mkdir -p "$dir"
cat > "$dir/agent" <<END
#!/usr/bin/env bash
# What mpirun starts in the place of ssh: agent [-OPTION…] HOST COMMAND LINE
. "$bench/hosts/hosts.sh"
hosts_id=$hosts_id
while [[ \$1 == -* ]]; do shift; done
node=\$1
shift
on "\$node" sh -c "\$*"
END
chmod +x "$dir/agent"
train=(train --rule fa --net 784-60-10 --batch 64 --threads 1 --quiet --train-samples 640 --test-samples 100)
sweep=(sweep --over "lr=0.03,0.1,0.3" --rule fa --net 784-60-10 --runs 2 --epochs 6 --threads 1 --quiet --train-samples 500 --test-samples 100)
dotnet "$dll" "${train[@]}" --epochs 6 --out "$dir/train" > /dev/null && dotnet "$dll" "${sweep[@]}" --out "$dir/sweep" > /dev/null || fail "what one process does"
[ ! -x /usr/bin/mpirun.openmpi ] || try openmpi node1:2
[ ! -x /usr/bin/mpirun.mpich ] || try mpich node1
hosts_down
echo "all is right"
rm -rf "$dir"
