# What the tests of the command share. Sourced at their top, never run: the test then goes on in an empty folder, $folder,
# which goes when it ends. At its end stands `[ "$failures" -eq 0 ]`.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failures=0

# check NAME FOUND EXPECTED
check() { if [ "$2" = "$3" ]; then echo "ok: $1"; else echo "FAILED: $1: expected '$3', found '$2'"; failures=$((failures + 1)); fi; }

# refused NAME MESSAGE COMMAND...: it ends with status 2 and one line that begins so.
refused() {
  local name=$1 message=$2
  shift 2
  "$@" >/dev/null 2>message
  check "$name" "$?: $(head -c ${#message} message)" "2: $message"
}

hash_of() { "$HEADWATER" verify "$1" | sed -n 's/^content hash //p'; }
