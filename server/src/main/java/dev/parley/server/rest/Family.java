package dev.parley.server.rest;

import dev.parley.protocol.JsonText;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/** Who a path belongs to. The family is known before a body is read, and owns the shape of every error. */
public enum Family {
    /** Engine.IO requests. */
    SOCKET_IO {
        @Override
        public String error(int status, String code, String message) {
            return "{\"code\":3,\"message\":" + JsonText.quote(message) + "}";
        }
    },
    /** Altogic and Agnost client libraries: an error without this body leaves their promises open for ever. */
    ALTOGIC {
        @Override
        public String error(int status, String code, String message) {
            String origin = status >= 500 ? "server_error" : "client_error";
            return "{\"errors\":[{\"origin\":\"" + origin + "\",\"code\":" + JsonText.quote(code) + ",\"message\":"
                    + JsonText.quote(message) + "}]}";
        }
    },
    /** v_chat 1.x. */
    VCHAT {
        @Override
        public String error(int status, String code, String message) {
            return "{\"success\":false,\"data\":" + JsonText.quote(message) + "}";
        }
    },
    /** skapi-js. */
    SKAPI {
        @Override
        public String error(int status, String code, String message) {
            return "{\"message\":" + JsonText.quote(message) + ",\"code\":" + JsonText.quote(known(status, code)) + "}";
        }

        // Its client has codes of its own, in capitals; what is said for all families is put into one of them.
        private static String known(int status, String code) {
            if (code.equals(code.toUpperCase(Locale.ROOT))) {
                return code;
            }
            return status == 404 ? "NOT_EXISTS" : status >= 500 ? "ERROR" : "INVALID_REQUEST";
        }
    },
    /** The login facade of skapi-js. */
    COGNITO {
        @Override
        public String error(int status, String code, String message) {
            return "{\"__type\":" + JsonText.quote(code) + ",\"message\":" + JsonText.quote(message) + "}";
        }
    },
    /** Parley's own API, its pages and everything nobody owns: problem details (RFC 9457). */
    PARLEY {
        @Override
        public String error(int status, String code, String message) {
            String title = HttpResponseStatus.valueOf(status).reasonPhrase();
            return "{\"type\":\"about:blank\",\"status\":" + status + ",\"code\":" + JsonText.quote(code)
                    + ",\"title\":" + JsonText.quote(title) + ",\"detail\":" + JsonText.quote(message) + "}";
        }

        @Override
        public String contentType() {
            return "application/problem+json";
        }
    };

    /** The JSON body of an error. */
    public abstract String error(int status, String code, String message);

    /** Media type of an error body. */
    public String contentType() {
        return "application/json; charset=utf-8";
    }

    /** Whether any origin may read answers, without credentials; otherwise the origin is reflected, with them. */
    public boolean openToAll() {
        return this == SKAPI || this == COGNITO;
    }
}
