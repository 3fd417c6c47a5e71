#!/bin/sh
# Compares Parley with other servers on this machine: see README.md.
#   sh bench/compare.sh [WHAT...] [--quick] [--peers A,B] [--variant NAME:WORDS] [--rounds N] [--seconds N] [--out DIR]
#   sh bench/compare.sh growth
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/.mvn/find-jdk.sh"
find_jdk 25 javac || { echo "bench: a JDK 25 is needed" >&2; exit 1; }
JAVA_HOME=$JDK_FOUND
export JAVA_HOME
[ -r /proc/self/stat ] || { echo "bench: what a server uses is read from /proc, which only Linux has" >&2; exit 1; }
cd "$home"
./mvnw -q -DskipTests -Dspotless.check.skip -Dcyclonedx.skip -Dmaven.javadoc.skip -Dmaven.source.skip \
  -pl bench,bench/netty-socketio,server -am package
# Makes the launcher's own copy of the server, if it is stale, before anything is measured.
./parley version

socketio=bench/peers/socketio
if ! command -v npm >/dev/null; then
  echo "bench: there is no npm, so socket.io is left out" >&2
elif [ ! -d "$socketio/node_modules" ] || [ "$socketio/package-lock.json" -nt "$socketio/node_modules" ]; then
  (cd "$socketio" && npm ci --no-audit --no-fund && touch node_modules)
fi

# Each server in turn gets the first core, and what drives it the second.
cpus=$(getconf _NPROCESSORS_ONLN)
pinned=
core=
cores=
if [ "$cpus" -ge 2 ] && command -v taskset >/dev/null; then
  pinned="taskset -c 1"
  core=0
  cores=0-$((cpus - 1))
else
  echo "bench: servers and clients share the cores, as there is one only, or no taskset" >&2
fi
# With this, what was started ends even if the bench is killed.
setpriv=false
if setpriv --pdeathsig KILL true 2>/dev/null; then setpriv=true; fi
ulimit -n "$(ulimit -Hn)"

# shellcheck disable=SC2086
exec $pinned "$JAVA_HOME/bin/java" -Xmx2g --enable-native-access=ALL-UNNAMED \
  "-Dparley.bench.core=$core" "-Dparley.bench.cores=$cores" "-Dparley.bench.cpus=$cpus" "-Dparley.bench.setpriv=$setpriv" \
  -cp "bench/target/parley-bench-0.1.0-SNAPSHOT.jar:bench/target/lib/*" dev.parley.bench.compare.Compare "$home" "$@"
