#!/bin/sh
# Measures the Java client on this machine: see README.md.
#   sh bench/client.sh path                      # its own part of a message, in nanoseconds and bytes (JMH)
#   sh bench/client.sh soak [RATE] [SECONDS]     # one client under a stream, on one core
#   sh bench/client.sh idle [COUNT]              # heap and threads of idle clients
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/.mvn/find-jdk.sh"
find_jdk 25 javac || { echo "bench: a JDK 25 is needed" >&2; exit 1; }
JAVA_HOME=$JDK_FOUND
export JAVA_HOME
cd "$home"
what=${1:-}
shift || true
./mvnw -q -DskipTests -Dspotless.check.skip -Dcyclonedx.skip -Dmaven.javadoc.skip -Dmaven.source.skip -pl bench -am package
java="$JAVA_HOME/bin/java"
classes="bench/target/parley-bench-0.1.0-SNAPSHOT.jar:bench/target/lib/*"

# on_core NUMBER COMMAND... : on one core, if this machine can say so.
on_core() {
  core=$1
  shift
  if command -v taskset >/dev/null; then taskset -c "$core" "$@"; else "$@"; fi
}

case $what in
  path)
    exec "$java" -cp "$classes" org.openjdk.jmh.Main -prof gc 'dev.parley.bench.client.ClientPath' "$@"
    ;;
  soak)
    # Two JVMs, each with a core of its own: what sends, and the client that is measured.
    ports=$(mktemp)
    trap 'rm -f "$ports"' EXIT
    on_core 1 "$java" -Xmx64m -cp "$classes" dev.parley.bench.client.Firehose "${1:-100000}" "${2:-60}" >"$ports" &
    while [ ! -s "$ports" ]; do
      kill -0 $! || exit 1
      sleep 0.1
    done
    on_core 0 "$java" -Xmx64m -cp "$classes" dev.parley.bench.client.ClientSoak "$(cat "$ports")"
    ;;
  idle)
    folder=$(mktemp -d)
    cat >"$folder/parley.yaml" <<SETTINGS
listen: { host: 127.0.0.1, port: 7498 }
data: { dir: '$folder/data' }
limits: { maxConnectionsPerIp: 20000 }
apps: [ { id: default, clientKeys: [ { key: bench } ] } ]
SETTINGS
    ./parley version
    ./parley serve --config "$folder/parley.yaml" >"$folder/server.log" &
    server=$!
    trap 'kill $server; wait $server; rm -rf "$folder"' EXIT
    until grep -q 7498 "$folder/server.log"; do
      kill -0 $server || { cat "$folder/server.log"; exit 1; }
      sleep 0.2
    done
    # The serial collector leaves no filling between what lives.
    "$java" -XX:+UseSerialGC -cp "$classes" dev.parley.bench.client.IdleClients http://127.0.0.1:7498 bench "${1:-500}"
    ;;
  *)
    sed -n '2,5s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
