package dev.parley.server.media;

/** Why a file is not taken. */
public final class MediaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    /**
     * @param status an HTTP status
     * @param code for programs
     * @param message for people; says what to do
     */
    public MediaException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** For people. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
