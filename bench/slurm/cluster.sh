# A Slurm of several nodes on one machine, for tests: each node is a host of bench/hosts/hosts.sh. Several such clusters do not meet. To be sourced; needs root on
# Linux.
#
#   cluster_can              whether this machine can have one (installs Slurm with apt where it is not there); says why not
#   cluster_up DIR NODES     starts it; configuration, logs and sockets lie in DIR, nodes are called node1, node2, …
#   on NODE COMMAND…         runs a command on a node, as in a shell there (hosts.sh)
#   cluster_down             stops it and removes the namespaces

. "$(dirname "${BASH_SOURCE[0]}")/../hosts/hosts.sh"

cluster_can() {
    hosts_can || return
    if ! command -v slurmctld >/dev/null || ! command -v slurmd >/dev/null || ! command -v sbatch >/dev/null || ! command -v munged >/dev/null; then
        command -v apt-get >/dev/null || { echo "Slurm is not there, and no apt-get to install it"; return 1; }
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurmctld slurmd slurm-client munge >/dev/null 2>&1 ||
            { echo "Slurm is not there, and apt-get cannot install it"; return 1; }
    fi
}

cluster_up() {
    cluster_dir=$(realpath -m "$1") cluster_nodes=$2 cluster_id=$$ cluster_pids=
    mkdir -p "$cluster_dir"/{log,state,munge}
    hosts_up "$cluster_nodes" || return
    local i
    for ((i = 1; i <= cluster_nodes; i++)); do mkdir -p "$cluster_dir/spool-node$i" "$cluster_dir/tmp-node$i"; done

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

cluster_down() {
    local pid
    [ -n "${cluster_id:-}" ] || return 0
    on node1 scancel --state=RUNNING --state=PENDING --user=root >/dev/null 2>&1
    hosts_down
    for pid in $cluster_pids; do kill "$pid" 2>/dev/null; done
    wait 2>/dev/null
    cluster_id=
}
