# What the tests of many inputs share, behind check.sh: in/, which is five pages and a text that is
# none; another user; and what tells when a command waits.
python=${PYTHON:-python3}
export PYTHONDONTWRITEBYTECODE=1
mounted=
trap '[ -z "$mounted" ] || umount "$mounted"; chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
# The sanitizers' own threads and files are not to be counted, nor is their time with what is large.
plain=$q && [ ! -x "$top/qparse" ] || { plain=$work/bin/plain && cp "$top/qparse" "$plain"; }

# records KEY...: what the records of `out`, each a line, say there first: "value value".
records() {
    local key program=h
    for key; do program+=";g;s/\"$key\":\"([^\"]*)\".*/\n\1/;s/.*\n//p"; done
    sed -nE "$program" out | tr '\n' ' ' | sed 's/ $//'
}
same() { # WHAT WANTED GOT
    result "$1" "$([ "$2" = "$3" ] || printf 'wanted: %s\ngot:    %s' "$2" "$3")"
}
names() { (cd "$1" && find . -mindepth 1 ! -type d | LC_ALL=C sort | sed 's|^\./||' | tr '\n' ' '); }
# Root may read and write everything: there the command is run as another user.
user=("$q")
if [ "$(id -u)" = 0 ]; then
    user=()
    other=(setpriv --reuid=65534 --regid=65534 --clear-groups "$q")
    "${other[@]}" --version >out 2>err && user=("${other[@]}")
fi
as_user() {
    tried="qparse $*, as an ordinary user"
    "${user[@]}" "$@" >out 2>err
    rc=$?
}

page=$top/fixtures/001-pending/page.txt
archives_read=yes
gzip -c "$page" | "$q" 2>err >out || archives_read=
# page_of NUMBER FILE
page_of() { sed "s/4127/$1/" "$page" >"$2"; }

mkdir -p in/b in/b.d in/a
page_of 1 in/a.txt
page_of 2 in/a/x.txt
page_of 3 in/b.d/x.txt
page_of 4 in/b/x.txt
page_of 5 in/b/y.html
printf 'Résultats de la recherche\n\n3 questions trouvées\n' >in/list.txt
page_of 9 in/.hidden.txt
mkdir in/.git && page_of 9 in/.git/x.txt

# many COUNT: so many pages in many/in/, a few of them large, empty or no question.
many() {
    mkdir -p many/in
    "$python" - "$page" many/in "$1" <<'END'
import random, sys, os
page, folder = open(sys.argv[1], encoding='utf-8').read(), sys.argv[2]
r = random.Random(5)
for n in range(int(sys.argv[3])):
    text = page.replace('4127', str(n + 1))
    kind = r.random()
    if kind < 0.05:
        text = 'Rien à voir.\n' * r.randint(1, 50)
    elif kind < 0.1:
        text = text.replace('culture\n', 'culture (retirée)\n', 1)
    elif kind < 0.15:
        text = text.replace('Plusieurs maires', 'Plusieurs maires, ' * r.randint(100, 3000))
    elif kind < 0.16:
        text = ''
    path = os.path.join(folder, str(n % 7), f'{n}.txt')
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
END
}

# asleep PROCESS: until all its threads wait, and none has run for a while.
asleep() {
    local before='' now
    while now=$(grep -hE '^State|ctxt_switches' "/proc/$1/task/"*/status 2>/dev/null) &&
        ! [[ $now = *zombie* ]] && { [ "$now" != "$before" ] || grep '^State' <<<"$now" | grep -qv sleeping; }; do
        before=$now
        sleep 0.05
    done
}
# feed [COMMAND...]: when the command in the background, $!, waits for the pipe `fifo`, does this
# and gives it a page.
feed() {
    asleep $!
    "$@" && timeout 60 bash -c 'cat in/a.txt >fifo'
}
# at_pipe SIGNAL [ARGUMENT...]: runs the command, and sends it the signal when it waits for the pipe
# that is among its inputs.
at_pipe() {
    local signal=$1
    shift
    tried="qparse $*, SIG$signal"
    (exec 7<>fifo && exec env --default-signal=INT "$q" "$@" >out 2>err) &
    asleep $!
    kill -"$signal" $!
    wait $! 2>/dev/null
    rc=$?
}
