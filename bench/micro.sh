#!/bin/sh
# Measures single parts of the server with JMH, in nanoseconds and bytes per operation.
#   sh bench/micro.sh [PATTERN] [JMH OPTIONS]    # all of them, or those whose name matches
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/.mvn/find-jdk.sh"
find_jdk 25 javac || { echo "bench: a JDK 25 is needed" >&2; exit 1; }
JAVA_HOME=$JDK_FOUND
export JAVA_HOME
cd "$home"
pattern=${1:-}
shift || true
./mvnw -q -DskipTests -Dspotless.check.skip -Dcyclonedx.skip -Dmaven.javadoc.skip -Dmaven.source.skip -pl bench -am package
exec "$JAVA_HOME/bin/java" -cp "bench/target/parley-bench-0.1.0-SNAPSHOT.jar:bench/target/lib/*" \
  org.openjdk.jmh.Main -prof gc "dev.parley.bench.micro.*$pattern.*" "$@"
