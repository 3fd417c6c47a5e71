package dev.parley.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections this process may have. */
final class Descriptors {

    /** What the Java runtime and this program hold besides. */
    private static final int OWN = 100;

    private Descriptors() {}

    /** @throws LoadException if the limit of open files does not allow so many connections */
    static void require(int connections) throws LoadException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                && unix.getMaxFileDescriptorCount() < connections + (long) OWN) {
            throw new LoadException("this process may open " + unix.getMaxFileDescriptorCount() + " files, and "
                    + connections + " connections need " + (connections + OWN)
                    + "; raise the limit (ulimit -n), here and for the server");
        }
    }
}
