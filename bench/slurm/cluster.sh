# A Slurm of several nodes on one machine, for tests: each node is a network namespace with a host name of its own, joined by a bridge. Nothing of the machine's own
# network, users or services is touched, and several such clusters do not meet. To be sourced; needs root on Linux.
#
#   cluster_can              whether this machine can have one (installs Slurm with apt where it is not there); says why not
#   cluster_up DIR NODES     starts it; configuration, logs and sockets lie in DIR, nodes are called node1, node2, …
#   on NODE COMMAND…         runs a command on a node, as in a shell there
#   cluster_down             stops it and removes the namespaces

cluster_can() {
    [ "$(uname)" = Linux ] && [ "$(id -u)" = 0 ] || { echo "it needs root on Linux"; return 1; }
    command -v ip >/dev/null && command -v unshare >/dev/null || { echo "it needs ip and unshare (iproute2, util-linux)"; return 1; }
    ip netns add "apical-try-$$" 2>/dev/null || { echo "network namespaces cannot be made here"; return 1; }
    ip netns del "apical-try-$$"
    if ! command -v slurmctld >/dev/null || ! command -v slurmd >/dev/null || ! command -v sbatch >/dev/null || ! command -v munged >/dev/null; then
        command -v apt-get >/dev/null || { echo "Slurm is not there, and no apt-get to install it"; return 1; }
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurmctld slurmd slurm-client munge >/dev/null 2>&1 ||
            { echo "Slurm is not there, and apt-get cannot install it"; return 1; }
    fi
}

# Namespaces have the number of this process in their names: several clusters do not meet.
_space() { echo "apical-$cluster_id-$1"; }

cluster_up() {
    cluster_dir=$(realpath -m "$1") cluster_nodes=$2 cluster_id=$$ cluster_pids=
    mkdir -p "$cluster_dir"/{log,state,munge}
    local i hosts="127.0.0.1 localhost" bridge
    bridge=$(_space bridge)
    ip netns add "$bridge"
    ip -n "$bridge" link add hub type bridge
    ip -n "$bridge" link set hub up
    for ((i = 1; i <= cluster_nodes; i++)); do hosts+=$'\n'"10.89.0.$i node$i"; done
    for ((i = 1; i <= cluster_nodes; i++)); do
        ip netns add "$(_space $i)"
        mkdir -p "/etc/netns/$(_space $i)"
        echo "$hosts" > "/etc/netns/$(_space $i)/hosts"         # 'ip netns exec' puts it in the place of /etc/hosts
        ip link add cable netns "$(_space $i)" type veth peer name "cable$i" netns "$bridge"
        ip -n "$bridge" link set "cable$i" master hub up
        ip -n "$(_space $i)" addr add "10.89.0.$i/24" dev cable
        ip -n "$(_space $i)" link set cable up
        ip -n "$(_space $i)" link set lo up
        mkdir -p "$cluster_dir/spool-node$i" "$cluster_dir/tmp-node$i"
    done

    dd if=/dev/urandom of="$cluster_dir/munge/key" bs=1024 count=1 status=none
    chmod 700 "$cluster_dir/munge"
    chmod 600 "$cluster_dir/munge/key"
    chmod 711 "$cluster_dir" "$cluster_dir/munge"
    export SLURM_CONF="$cluster_dir/slurm.conf"
    cat > "$SLURM_CONF" <<END
ClusterName=apical
SlurmctldHost=node1(10.89.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$cluster_dir/munge/socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2,batch_sched_delay=0,requeue_setup_env_fail
SchedulerType=sched/backfill
SlurmdParameters=config_overrides
ReturnToService=2
MpiDefault=none
KillWait=20
MinJobAge=600
StateSaveLocation=$cluster_dir/state
SlurmdSpoolDir=$cluster_dir/spool-%n
TmpFS=$cluster_dir/tmp-%n
SlurmctldLogFile=$cluster_dir/log/slurmctld
SlurmdLogFile=$cluster_dir/log/slurmd-%n
SlurmctldPidFile=$cluster_dir/slurmctld.pid
SlurmdPidFile=$cluster_dir/slurmd-%n.pid
$(for ((i = 1; i <= cluster_nodes; i++)); do echo "NodeName=node$i NodeAddr=10.89.0.$i CPUs=2 Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 State=UNKNOWN"; done)
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
    printf 'CgroupPlugin=cgroup/v1\n' > "$cluster_dir/cgroup.conf"      # an empty one, below: no real control group is touched

    munged --foreground --force --key-file="$cluster_dir/munge/key" --socket="$cluster_dir/munge/socket" --pid-file="$cluster_dir/munge/pid" \
        --log-file="$cluster_dir/munge/log" --seed-file="$cluster_dir/munge/seed" >/dev/null 2>&1 &
    cluster_pids+=" $!"
    for _ in $(seq 50); do [ -S "$cluster_dir/munge/socket" ] && break; sleep 0.1; done
    on node1 slurmctld -D -c >"$cluster_dir/log/slurmctld.out" 2>&1 &
    cluster_pids+=" $!"
    for ((i = 1; i <= cluster_nodes; i++)); do
        on "node$i" sh -c "mount -t tmpfs none /sys/fs/cgroup && exec slurmd -D -N node$i" >"$cluster_dir/log/slurmd-node$i.out" 2>&1 &
        cluster_pids+=" $!"
    done
    for _ in $(seq 60); do
        [ "$(on node1 sinfo --noheader --format=%D --states=idle 2>/dev/null)" = "$cluster_nodes" ] && return
        sleep 1
    done
    echo "the cluster did not come up; its logs are in $cluster_dir/log" >&2
    return 1
}

on() {
    local node=$1
    shift
    ip netns exec "$(_space "${node#node}")" unshare --uts sh -c 'hostname "$0"; exec "$@"' "$node" "$@"
}

cluster_down() {
    local i pid
    [ -n "${cluster_id:-}" ] || return 0
    on node1 scancel --state=RUNNING --state=PENDING --user=root >/dev/null 2>&1
    # All that is in the namespaces is of this cluster.
    for ((i = 1; i <= cluster_nodes; i++)); do
        for pid in $(ip netns pids "$(_space $i)" 2>/dev/null); do kill "$pid" 2>/dev/null; done
    done
    sleep 1
    for ((i = 1; i <= cluster_nodes; i++)); do
        for pid in $(ip netns pids "$(_space $i)" 2>/dev/null); do kill -KILL "$pid" 2>/dev/null; done
    done
    for pid in $cluster_pids; do kill "$pid" 2>/dev/null; done
    for ((i = 1; i <= cluster_nodes; i++)); do
        ip netns del "$(_space $i)" 2>/dev/null
        rm -rf "/etc/netns/$(_space $i)"
    done
    ip netns del "$(_space bridge)" 2>/dev/null
    wait 2>/dev/null
    cluster_id=
}
