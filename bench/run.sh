#!/bin/sh
# Measures chat rooms on this machine: see README.md.
#   sh bench/run.sh [ROUNDS] [SECONDS]
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/.mvn/find-jdk.sh"
find_jdk 25 javac || { echo "bench: a JDK 25 is needed" >&2; exit 1; }
JAVA_HOME=$JDK_FOUND
export JAVA_HOME
cd "$home"
./mvnw -q -DskipTests -Dspotless.check.skip -Dcyclonedx.skip -Dmaven.javadoc.skip -Dmaven.source.skip -pl bench,server -am package
# Makes the launcher's own copy of the server, if it is stale, before anything is measured.
./parley version
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
  -cp "bench/target/parley-bench-0.1.0-SNAPSHOT.jar:bench/target/lib/*" dev.parley.bench.ChatBench "$home/parley" "$@"
