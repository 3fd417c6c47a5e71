#!/bin/sh
# Measures how long the launcher takes until the server is ready, and the memory it holds then: see README.md.
#   sh bench/start.sh [RUNS] [WAY...]            # 5 runs of every way to start unless told otherwise
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/.mvn/find-jdk.sh"
find_jdk 25 javac || { echo "bench: a JDK 25 is needed" >&2; exit 1; }
# Builds what is stale before anything is measured.
"$home/parley" version >&2
runs=${1:-5}
[ $# -eq 0 ] || shift
exec "$JDK_FOUND/bin/java" "$home/bench/start/StartBench.java" "$home/parley" "$runs" "$@"
