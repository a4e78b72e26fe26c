# Several hosts on one machine, for tests: each is a network namespace with a host name of its own, joined by a bridge. Files and processes are those of the
# machine; nothing of its own network, users or services is touched, and several sets of hosts do not meet. To be sourced; needs root on Linux.
#
#   hosts_can                whether this machine can have them; says why not
#   hosts_up N               makes node1, node2, … (10.89.0.1, …)
#   on NODE COMMAND…         runs a command on one, as in a shell there
#   hosts_link NODE up|down  mends or cuts its cable
#   hosts_down               ends what runs on them, and removes them

hosts_can() {
    [ "$(uname)" = Linux ] && [ "$(id -u)" = 0 ] || { echo "it needs root on Linux"; return 1; }
    command -v ip >/dev/null && command -v unshare >/dev/null || { echo "it needs ip and unshare (iproute2, util-linux)"; return 1; }
    ip netns add "apical-try-$$" 2>/dev/null || { echo "network namespaces cannot be made here"; return 1; }
    ip netns del "apical-try-$$"
}

# Namespaces have the number of this process in their names.
_space() { echo "apical-$hosts_id-$1"; }

hosts_up() {
    hosts_count=$1 hosts_id=$$
    local i names="127.0.0.1 localhost" bridge
    bridge=$(_space bridge)
    ip netns add "$bridge" && ip -n "$bridge" link add hub type bridge && ip -n "$bridge" link set hub up || return
    for ((i = 1; i <= hosts_count; i++)); do names+=$'\n'"10.89.0.$i node$i"; done
    for ((i = 1; i <= hosts_count; i++)); do
        ip netns add "$(_space $i)" || return
        mkdir -p "/etc/netns/$(_space $i)"
        echo "$names" > "/etc/netns/$(_space $i)/hosts"         # 'ip netns exec' puts it in the place of /etc/hosts
        ip link add cable netns "$(_space $i)" type veth peer name "cable$i" netns "$bridge"
        ip -n "$bridge" link set "cable$i" master hub up
        ip -n "$(_space $i)" addr add "10.89.0.$i/24" dev cable
        ip -n "$(_space $i)" link set cable up
        ip -n "$(_space $i)" link set lo up
    done
}

on() {
    local node=$1
    shift
    ip netns exec "$(_space "${node#node}")" unshare --uts sh -c 'hostname "$0"; exec "$@"' "$node" "$@"
}

hosts_link() { ip -n "$(_space bridge)" link set "cable${1#node}" "$2"; }

hosts_pids() { # all that runs on them is theirs
    local i
    for ((i = 1; i <= hosts_count; i++)); do ip netns pids "$(_space $i)" 2>/dev/null; done
}

hosts_down() {
    local i pid
    [ -n "${hosts_id:-}" ] || return 0
    for pid in $(hosts_pids); do kill "$pid" 2>/dev/null; done
    sleep 1
    for pid in $(hosts_pids); do kill -KILL "$pid" 2>/dev/null; done
    for ((i = 1; i <= hosts_count; i++)); do
        ip netns del "$(_space $i)" 2>/dev/null
        rm -rf "/etc/netns/$(_space $i)"
    done
    ip netns del "$(_space bridge)" 2>/dev/null
    hosts_id=
}
