#!/bin/bash
# The work of one machine split over several, as README shows it, gives the same bytes: cluster.sh
# GNU parallel over two SSH servers, and a Slurm job array on one node, all on loopback with keys of their own.
set -u
cd "$(dirname "$0")/../.." || exit 2
top=$PWD
q=$(realpath "${QPARSE:-./qparse}")
export LC_ALL=C
work=$(mktemp -d) || exit 2
daemons=()
finish() {
    local pid
    for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null; done
    for pid in "${daemons[@]}"; do
        for _ in {1..50}; do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
    done
    rm -rf "$work"
}
trap finish EXIT
passed=0 failed=0 skipped=0

check() { # WHAT COMMAND...
    local what=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1)) && echo "ok - $what"
    else
        failed=$((failed + 1)) && echo "not ok - $what" && head -n 20 "$work/said" | sed 's/^/    /'
    fi
}
skip() {
    skipped=$((skipped + 1))
    echo "ok - $1 # SKIP $2"
}
# The first of these commands that is not here; the servers' folder is in no user's PATH.
export PATH=$PATH:/usr/sbin:/sbin
missing() {
    local name
    for name in "$@"; do
        command -v "$name" >/dev/null || { echo "$name" && return; }
    done
}
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
listening() {
    local tries=$2
    while ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; do
        [ $((tries -= 1)) -gt 0 ] || return
        sleep 0.1
    done
}

# Pages, what is none, a page of two questions, odd names: in parts of unequal sizes.
cd "$work" || exit 2
mkdir -p pages/2022 'pages/2023 bis'
for n in {1..150}; do
    folder=pages/2022 && [ $((n % 3)) = 0 ] && folder='pages/2023 bis'
    sed "s/4127/$n/" "$top/fixtures/001-pending/page.txt" >"$folder/$n.txt"
done
echo rien >pages/2022/none.txt
cat pages/2022/1.txt pages/2022/2.txt >pages/2022/two.txt
mkdir bin && cp "$q" bin/qparse && PATH=$work/bin:$PATH
find pages -type f | sort >list
qparse -q -f jsonl --files-from=list >one.jsonl 2>one.err
qparse -q -o one/ pages
check 'one machine reads 152 records' test "$(wc -l <one.jsonl)" = 152

# ---- GNU parallel over SSH ----

start_ssh() { # NODE PORT
    ssh-keygen -q -t ed25519 -N '' -f "ssh/$1" || return
    cat >"ssh/$1.conf" <<END
ListenAddress 127.0.0.1
Port $2
HostKey $work/ssh/$1
AuthorizedKeysFile $work/ssh/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
SetEnv PATH=$PATH
LogLevel VERBOSE
END
    "$(command -v sshd)" -D -f "$work/ssh/$1.conf" -E "$work/ssh/$1.log" &
    daemons+=($!)
    cat >>ssh/config <<END
Host $1
    HostName 127.0.0.1
    Port $2
    User $(id -un)
    IdentityFile $work/ssh/user
    IdentitiesOnly yes
    BatchMode yes
    LogLevel ERROR
    StrictHostKeyChecking no
    UserKnownHostsFile $work/ssh/known
END
    listening "$2" 100
}

over_ssh() {
    local none node
    none=$(missing ssh sshd ssh-keygen parallel)
    [ -z "$none" ] || { skip 'GNU parallel over SSH' "there is no $none" && return; }
    mkdir -m 700 ssh
    [ "$(id -u)" != 0 ] || mkdir -p -m 755 /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f ssh/user
    for node in node1 node2; do
        if ! start_ssh $node "$(free_port)" || ! ssh -F ssh/config $node true 2>ssh/err; then
            skip 'GNU parallel over SSH' "no SSH server can be started here: $(tail -n 1 ssh/err ssh/$node.log | tr '\n' ' ')"
            return
        fi
    done
    mkdir parallel && : >parallel/will-cite
    export PARALLEL_HOME=$work/parallel PARALLEL_SSH="ssh -F $work/ssh/config"
    parallel --keep-order --pipe -N 10 -S 1/node1,1/node2 --workdir "$work" \
        qparse -q -f jsonl --files-from=- <list >ssh.jsonl 2>ssh.err
    check 'GNU parallel over two SSH servers: the bytes of one machine' cmp one.jsonl ssh.jsonl
    check 'and its messages' cmp one.err ssh.err
    for node in node1 node2; do
        check "$node had a part" test "$(grep -c 'Accepted publickey' ssh/$node.log)" -gt 2
    done
    parallel --pipe -N 10 -S 1/node1,1/node2 --workdir "$work" \
        qparse -q -o ssh.d/ --files-from=- <list 2>ssh.err
    check 'the same into a folder' diff -r one ssh.d/pages
}

# ---- a Slurm job array ----

start_slurm() {
    local name port1 port2
    name=$(hostname -s) port1=$(free_port) port2=$(free_port)
    mkdir -m 755 slurm slurm/state slurm/spool
    dd if=/dev/urandom of=slurm/key bs=128 count=1 status=none && chmod 400 slurm/key
    munged --foreground --force --key-file="$work/slurm/key" --socket="$work/slurm/munge" \
        --pid-file="$work/slurm/munge.pid" --log-file="$work/slurm/munge.log" \
        --seed-file="$work/slurm/munge.seed" 2>slurm/err &
    daemons+=($!)
    cat >slurm/slurm.conf <<END
ClusterName=loopback
SlurmctldHost=$name(127.0.0.1)
SlurmUser=$(id -un)
SlurmctldPort=$port1
SlurmdPort=$port2
AuthType=auth/munge
AuthInfo=socket=$work/slurm/munge
CredType=cred/munge
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool
SlurmctldPidFile=$work/slurm/slurmctld.pid
SlurmdPidFile=$work/slurm/slurmd.pid
SlurmctldLogFile=$work/slurm/slurmctld.log
SlurmdLogFile=$work/slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=0,sched_interval=1
ReturnToService=2
NodeName=$name NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$name Default=YES State=UP OverSubscribe=FORCE
END
    export SLURM_CONF=$work/slurm/slurm.conf
    slurmctld -D -i 2>>slurm/err &
    daemons+=($!)
    slurmd -D -N "$name" 2>>slurm/err &
    daemons+=($!)
    listening "$port1" 200 || return
    for _ in {1..150}; do
        sinfo -h -o %T 2>>slurm/err | grep -q '^idle' && return
        sleep 0.2
    done
    return 1
}

with_slurm() {
    local none
    none=$(missing munged slurmctld slurmd sbatch)
    [ -z "$none" ] || { skip 'a Slurm job array' "there is no $none" && return; }
    [ "$(id -u)" = 0 ] || { skip 'a Slurm job array' 'slurmd needs to be started by root' && return; }
    if ! start_slurm; then
        skip 'a Slurm job array' "Slurm can't be started here: $(tail -n 1 slurm/err)"
        return
    fi
    cat >job.sh <<'END'
#!/bin/bash
#SBATCH --array=1-8
shard=$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT
qparse -q -f jsonl --files-from=list --shard="$shard" -o "part.$SLURM_ARRAY_TASK_ID.jsonl"
qparse -q -o slurm.d/ --files-from=list --shard="$shard"
END
    mkdir -p slurm.d
    timeout 300 sbatch --wait --output=slurm/job.%a job.sh >slurm/sbatch 2>&1
    check 'a Slurm job array ends' test "$(find . -maxdepth 1 -name 'part.*.jsonl' | wc -l)" = 8
    sort -ms -t'"' -k8,8 part.*.jsonl >slurm.jsonl
    check 'its merged parts are the bytes of one machine' cmp one.jsonl slurm.jsonl
    check 'the same into a folder' diff -r one slurm.d/pages
}

over_ssh
with_slurm

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
