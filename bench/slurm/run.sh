#!/usr/bin/env bash
# Tries what Apical does with Slurm on a real one: two nodes on this machine (cluster.sh), which see one folder.
#
#   bench/slurm/run.sh APICAL.dll [DIR [WHAT]]     bin/Release/net10.0/Apical.Cli.dll; where to work; parts or ranks instead of both
#
# parts: a sweep as an array of four parts, by the script that 'apical slurm' prints. One task is warned as Slurm does before the time is up, one is taken back
# into the queue by the scheduler, one is killed. The two go on by themselves; what the third left is named by the job that gathers, and done when the same script
# is submitted again. Right is: the files of one process that was left in peace.
# ranks: two, one on each node, started by srun with Open MPI (pmix) and with MPICH (pmi2), as far as they are installed: they train one network together, to the bits
# of one process, and share a sweep, of which rank 0 deals the runs, to the files of one process. Then one of them is killed, and the same line goes on.
# Takes three to five minutes. Exit code 0: all that was tried was right, and it says what that was. 1: something was not; the folder is kept. 77: nothing could be
# tried on this machine.
set -uo pipefail
cd "$(dirname "$0")"
. ./cluster.sh
dll=$(realpath "${1:?give the path of Apical.Cli.dll}")
case ${3:-both} in parts | ranks | both) ;; *) echo "WHAT is parts, ranks or both, and not $3" >&2; exit 1 ;; esac
dir=$(realpath -m "${2:-$(mktemp -d)}")

tried=()
why=$(cluster_can) || { echo "skipped: $why"; exit 77; }
fail() { echo "WRONG: $1; see $dir" >&2; exit 1; }
await() { # await SECONDS WHAT COMMAND…: until the command succeeds
    local seconds=$1 what=$2
    shift 2
    for _ in $(seq $((2 * seconds))); do "$@" && return; sleep 0.5; done
    fail "$what did not come within $seconds s"
}
idle() { [ -z "$(on node1 squeue --noheader)" ]; }
begun() { [ -n "$(ls "$dir/run/jobs/" 2>/dev/null)" ] && [ -e "$dir/run/parts/$1-of-4.json" ]; }
queued() { [ "$(on node1 squeue --noheader --format=%T --jobs="$1")" = PENDING ]; }
restarted() { [ "$(on node1 scontrol show job "$1" | grep -o 'Restarts=[0-9]*')" = "Restarts=$2" ]; }

parts() {
    local line=(sweep --over "lr=0.01,0.03,0.1,0.3" --rule fa --net 784-60-10 --runs 4 --epochs 100 --train-samples 500 --test-samples 100)
    echo "one process"
    dotnet "$dll" "${line[@]}" --threads 2 --quiet --out "$dir/whole" >/dev/null || fail "the sweep of one process"
    cluster_up "$dir/cluster" 2 || fail "no cluster"
    cd "$dir" || exit
    on node1 dotnet "$dll" slurm "${line[@]}" --quiet --out run --parts 4 --cores 1 --time 10 > job.sh || fail "no job script"
    echo "an array of four parts on two nodes"
    on node1 bash job.sh | tee submitted || fail "the script cannot be submitted"
    local array gather
    read -r array gather < <(sed 's/array \([0-9]*\) .* job \([0-9]*\) .*/\1 \2/' submitted)
    for part in 1 2 3 4; do await 60 "part $part" begun $part; done

    echo "one is warned, one goes back into the queue, one is killed"
    on node1 scancel --batch --signal=USR1 "${array}_1"
    on node1 scontrol requeue "${array}_2"
    kill -KILL "$(grep -o 'process [0-9]*' run/parts/3-of-4.json | cut -d' ' -f2)"
    for part in 1 2; do
        await 60 "part $part in the queue" queued "${array}_$part"
        on node1 scontrol update JobId="${array}_$part" StartTime=now         # else Slurm waits two minutes
        await 60 "the restart of part $part" restarted "${array}_$part" 1
    done
    await 300 "the end of all jobs" idle
    grep -q "part 1/4 is interrupted; everything done until then is kept in run" "apical-sweep-${array}_1.out" || fail "part 1 does not say that it was stopped"
    on node1 scontrol show job "${array}_3" | grep -q "ExitCode=137:0" || fail "part 3 was not killed"
    grep -q "of 16 runs are missing" "apical-gather-$gather.out" || fail "the job that gathers does not say what is missing"
    grep -q "part 3/4 began .* and did not end (node[12], process [0-9]*, Slurm job ${array}_3)" "apical-gather-$gather.out" || fail "it does not name part 3"
    if grep -q "part [124]/4" "apical-gather-$gather.out"; then fail "it names others, too"; fi
    on node1 scontrol show job "$gather" | grep -q "ExitCode=75:0" || fail "the job that gathers did not end with 75"
    local before
    before=$(md5sum run/jobs/*.json)

    echo "the same again"
    on node1 bash job.sh | tee submitted
    await 300 "the end of all jobs" idle
    md5sum --quiet --check - <<< "$before" || fail "a run that had ended was done again"
    PYTHONPATH=$bench python3 -B - "$dir" <<'END' || fail "the results differ"
import soak, sys
whole, run = soak.found(sys.argv[1] + "/whole"), soak.found(sys.argv[1] + "/run")
for name in sorted(set(whole) | set(run)):
    assert whole.get(name) == run.get(name), name
assert not soak.left(sys.argv[1] + "/run")
END
    [ ! -e run/parts ] || fail "what the parts said of themselves is still there"
    tried+=(parts)
}

same() { # same FOLDER FOLDER: the same measurements but for times, tensors and states
    PYTHONPATH=$bench python3 -B - "$1" "$2" <<'END'
import soak, sys
one, other = soak.found(sys.argv[1]), soak.found(sys.argv[2])
for name in sorted(set(one) | set(other)):
    assert one.get(name) == other.get(name), name
assert not soak.left(sys.argv[2])
END
}

ranks() { # ranks NAME PLUGIN
    if [ ! -x "/usr/bin/mpirun.$1" ] || ! on node1 srun "--mpi=$2" -n1 true 2>/dev/null; then
        echo "ranks of $1: skipped, it is not installed, or Slurm cannot start $2 (Debian: libpmix-dev)"
        return
    fi
    echo "ranks of $1 on two nodes"
    local start=(on node1 env UCX_TLS=tcp,self srun -K1 "--mpi=$2" -N2 -n2 --time=5)
    "${start[@]}" dotnet "$dll" cluster check > "check-$1" || fail "cluster check by $1"
    grep -q "2 ranks on node1 (1), node2 (1)" "check-$1" || fail "$1 does not see two nodes"
    "${start[@]}" dotnet "$dll" "${train[@]}" --parallel data --same-bits --out "train-$1" || fail "the training by $1"
    same train "train-$1" || fail "the bits of two ranks of $1 are not those of one"
    "${start[@]}" dotnet "$dll" "${sweep[@]}" --out "sweep-$1" || fail "the sweep by $1"
    same sweep "sweep-$1" || fail "the files of two ranks of $1 are not those of one process"
    echo "one of them is killed"
    "${start[@]}" dotnet "$dll" "${sweep[@]}" --out "cut-$1" 2> "cut-$1.txt" &
    local srun=$!
    await 60 "the first run" eval "ls cut-$1/jobs/*.json cut-$1/parts/2-of-2.json > /dev/null 2>&1"
    kill -KILL "$(grep -o 'process [0-9]*' "cut-$1/parts/2-of-2.json" | cut -d' ' -f2)"
    for _ in $(seq 120); do kill -0 "$srun" 2>/dev/null || break; sleep 0.5; done
    kill -0 "$srun" 2>/dev/null && fail "the other rank of $1 does not end"
    wait "$srun" && fail "srun says that all is well"
    "${start[@]}" dotnet "$dll" sweep --resume "cut-$1" --quiet || fail "going on by $1"
    same sweep "cut-$1" || fail "the files of ranks of $1 of which one was killed are not those of one process"
    tried+=("ranks of $1")
}

together() {
    # Slurm looks for the library by the name that the package for developers has.
    [ ! -x /usr/bin/mpirun.openmpi ] || ldconfig -p | grep -q 'libpmix\.so ' || [ -e /usr/lib/x86_64-linux-gnu/pmix2/lib/libpmix.so ] ||
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libpmix-dev >/dev/null 2>&1
    train=(train --rule fa --net 784-60-10 --batch 64 --epochs 10 --threads 1 --quiet --train-samples 640 --test-samples 100)
    sweep=(sweep --over "lr=0.03,0.1,0.3" --rule fa --net 784-60-10 --runs 4 --epochs 200 --threads 1 --quiet --train-samples 500 --test-samples 100)
    [ -n "${cluster_id:-}" ] || cluster_up "$dir/cluster" 2 || fail "no cluster"
    cd "$dir" || exit
    dotnet "$dll" "${train[@]}" --out train && dotnet "$dll" "${sweep[@]}" --out sweep || fail "what one process does"
    ranks openmpi pmix
    ranks mpich pmi2
}

bench=$(realpath ..)
trap cluster_down EXIT
[ "${3:-both}" = ranks ] || parts
[ "${3:-both}" = parts ] || together
cluster_down
rm -rf "$dir"
[ ${#tried[@]} -gt 0 ] || { echo "skipped: nothing of it could be tried"; exit 77; }
echo "all is right: $(IFS=,; echo "${tried[*]}" | sed 's/,/, /g')"
