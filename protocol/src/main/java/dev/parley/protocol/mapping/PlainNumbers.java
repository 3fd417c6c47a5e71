package dev.parley.protocol.mapping;

import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a number as the type that is wanted, without losing any of it but decimals behind what a double holds. */
final class PlainNumbers {
    /** Far more than any measure needs, and little enough to be expanded. */
    private static final int MOST_SCALE = 10_000;

    private static final Set<Class<?>> KNOWN = Set.of(
            Number.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class);

    private PlainNumbers() {}

    static boolean knows(Class<?> wanted) {
        return KNOWN.contains(boxed(wanted));
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /**
     * The number that a parser is at.
     *
     * @throws ArithmeticException if the type does not hold it
     */
    static Number read(JsonParser in, Class<?> wanted) {
        Class<?> type = boxed(wanted);
        if (type == Number.class) {
            return any(in);
        }
        if (type == BigDecimal.class) {
            return bounded(in.getDecimalValue());
        }
        if (type == BigInteger.class && in.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            return in.getBigIntegerValue();
        }
        if (type == Double.class) {
            return finite(in.getDoubleValue());
        }
        if (type == Float.class) {
            return (float) finite(in.getFloatValue());
        }
        return whole(in.getDecimalValue(), type);
    }

    /** The number as the smallest usual type; beyond double it is infinite, as in JavaScript. */
    static Number any(JsonParser in) {
        return in.getNumberValue();
    }

    /** The sender chooses the scale with a few digits, and the receiver's memory would pay for them. */
    private static BigDecimal bounded(BigDecimal value) {
        if (value.scale() > MOST_SCALE || value.scale() < -MOST_SCALE) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static Number whole(BigDecimal value, Class<?> type) {
        if (type == Long.class) {
            return value.longValueExact();
        }
        if (type == Integer.class) {
            return value.intValueExact();
        }
        if (type == Short.class) {
            return value.shortValueExact();
        }
        return type == Byte.class ? value.byteValueExact() : BigInteger.valueOf(value.longValueExact());
    }
}
