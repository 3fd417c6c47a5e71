package dev.parley.admin;

import java.util.List;

/**
 * The connections of a user.
 *
 * @param subscribers some or all of them, in no particular order, unmodifiable; the server lists 100 at most
 * @param total how many there are
 */
public record UserSubscribers(List<Subscriber> subscribers, long total) {

    static UserSubscribers read(JsonIn in) {
        return new UserSubscribers(in.objects("subscribers", Subscriber::read), in.whole("total"));
    }
}
