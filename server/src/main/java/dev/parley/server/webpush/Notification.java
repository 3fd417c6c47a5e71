package dev.parley.server.webpush;

/** What a browser is to show: it gets {@code {"title":…,"body":…}}. */
public record Notification(String title, String body) {

    /** Shows nobody's words. */
    @Override
    public String toString() {
        return "Notification[]";
    }
}
