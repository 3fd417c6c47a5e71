package dev.parley.core;

/** Why a member is no longer in a channel. */
public enum LeaveReason {
    /** It asked to leave. */
    LEFT,
    /** Its subscriber was closed, for whatever reason. */
    DISCONNECTED
}
