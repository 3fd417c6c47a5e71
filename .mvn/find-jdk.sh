# Finds a Java of at least a given release. Sourced by ./parley and ./mvnw; POSIX sh, also under "set -eu".
#
#   find_jdk MINIMUM [javac]   sets JDK_FOUND to a Java home, or to nothing and returns 1;
#                              with "javac" only a JDK will do, without it a runtime is enough.

# The release number of a Java home, from its release file: starting each java to ask it would take seconds.
jdk_release() {
  [ -r "$1/release" ] || return 0
  sed -n -e 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1
}

# jdk_fits HOME MINIMUM [javac]
jdk_fits() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] || return 1
  [ -z "${3:-}" ] || [ -x "$1/bin/$3" ] || return 1
  jdk_fits_release=$(jdk_release "$1")
  [ -n "$jdk_fits_release" ] && [ "$jdk_fits_release" -ge "$2" ]
}

# The home of the java that a plain "java" starts; on many systems that is a chain of links.
jdk_of_path() {
  jdk_of_path_file=$(command -v java 2>/dev/null) || return 0
  while [ -h "$jdk_of_path_file" ]; do
    jdk_of_path_link=$(readlink "$jdk_of_path_file") || return 0
    case $jdk_of_path_link in
      /*) jdk_of_path_file=$jdk_of_path_link ;;
      *) jdk_of_path_file=$(dirname "$jdk_of_path_file")/$jdk_of_path_link ;;
    esac
  done
  dirname "$(dirname "$jdk_of_path_file")"
}

find_jdk() {
  JDK_FOUND=
  for jdk_home in "${PARLEY_JAVA_HOME:-}" "${JAVA_HOME:-}" "$(jdk_of_path)"; do
    if jdk_fits "$jdk_home" "$1" "${2:-}"; then
      JDK_FOUND=$jdk_home
      return 0
    fi
  done
  if [ -x /usr/libexec/java_home ]; then
    jdk_home=$(/usr/libexec/java_home -v "$1+" 2>/dev/null) || jdk_home=
    if jdk_fits "$jdk_home" "$1" "${2:-}"; then
      JDK_FOUND=$jdk_home
      return 0
    fi
  fi
  for jdk_home in /usr/lib/jvm/* /usr/lib64/jvm/* /opt/* /opt/java/* /usr/java/* /usr/local/java/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if jdk_fits "$jdk_home" "$1" "${2:-}"; then
      JDK_FOUND=$jdk_home
      return 0
    fi
  done
  return 1
}
