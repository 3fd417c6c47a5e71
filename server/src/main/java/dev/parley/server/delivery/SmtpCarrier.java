package dev.parley.server.delivery;

import dev.parley.core.Clock;
import dev.parley.server.config.Delivery;
import dev.parley.server.config.Secret;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/** Mails by SMTP: a connection per mail, the server's certificate checked against its name. */
final class SmtpCarrier implements Carrier {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    /** Would be read as more than one address, or as more than an address. */
    private static final String NOT_IN_ADDRESS = ",;:<>()[]\\\"";

    private static final DateTimeFormatter TIME = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final Delivery.Smtp server;
    private final Session session;
    private final InternetAddress from;
    private final Clock clock;

    /** @throws IllegalArgumentException if the sender's address is not one */
    SmtpCarrier(Delivery.Smtp server, Duration timeout, Clock clock) {
        this.server = server;
        this.session = Session.getInstance(properties(server, timeout));
        this.from = sender(server.from());
        this.clock = clock;
    }

    private static Properties properties(Delivery.Smtp server, Duration timeout) {
        String millis = Long.toString(timeout.toMillis());
        Properties properties = new Properties();
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", Integer.toString(server.port()));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(server.user() != null));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.mime.allowutf8", "true");
        switch (server.security()) {
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
            case NONE -> {}
        }
        return properties;
    }

    private static InternetAddress sender(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            address.setPersonal(address.getPersonal(), UTF_8);
            return address;
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException(
                    "delivery.smtp.from must be an address, such as Example <no-reply@example.com>", e);
        }
    }

    @Override
    public void carry(String id, Message message, Texts.Text text) throws DeliveryException {
        InternetAddress to = receiver(message.to());
        try {
            Mail mail = new Mail(session, id + "@" + domain(from.getAddress()));
            mail.setFrom(from);
            mail.setRecipient(RecipientType.TO, to);
            mail.setSubject(subject(text.subject()), UTF_8);
            mail.setHeader("Date", TIME.format(Instant.ofEpochMilli(clock.millis())));
            mail.setHeader("Auto-Submitted", "auto-generated");
            mail.setText(text.body(), UTF_8);
            mail.saveChanges();
            send(mail, to);
        } catch (MessagingException e) {
            throw refusal(e);
        }
    }

    private void send(MimeMessage mail, InternetAddress to) throws MessagingException {
        Secret password = server.password();
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(server.user(), password == null ? null : password.reveal());
            transport.sendMessage(mail, new Address[] {to});
        }
    }

    /** Nothing of what the mail server said is kept: it often repeats the address. */
    private static DeliveryException refusal(MessagingException e) {
        int code = code(e);
        String what = "the mail server "
                + (code > 0
                        ? "answered with " + code
                        : "failed: " + e.getClass().getSimpleName());
        boolean refused = code >= 500 && code < 600;
        return refused && !(e instanceof AuthenticationFailedException)
                ? DeliveryException.lasting(what)
                : DeliveryException.passing(what);
    }

    private static int code(@Nullable Exception e) {
        return switch (e) {
            case SMTPAddressFailedException refused -> refused.getReturnCode();
            case SMTPSenderFailedException refused -> refused.getReturnCode();
            case SMTPSendFailedException refused when refused.getNextException() == null -> refused.getReturnCode();
            case SMTPSendFailedException refused -> Math.max(refused.getReturnCode(), code(refused.getNextException()));
            case MessagingException other -> code(other.getNextException());
            case null, default -> 0;
        };
    }

    private static InternetAddress receiver(String address) throws DeliveryException {
        boolean odd = address.codePoints()
                .anyMatch(c -> c <= ' ' || Character.isISOControl(c) || NOT_IN_ADDRESS.indexOf(c) >= 0);
        try {
            InternetAddress to = new InternetAddress();
            to.setAddress(address);
            to.validate();
            if (!odd && address.indexOf('@') > 0) {
                return to;
            }
        } catch (AddressException e) {
            // Said below, without the address.
        }
        throw DeliveryException.lasting("the address cannot be mailed to");
    }

    private static String subject(String line) throws DeliveryException {
        if (line.chars().anyMatch(Character::isISOControl)) {
            throw DeliveryException.lasting("a subject must be a single line");
        }
        return line;
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** A mail whose id is the same in every try, and tells nothing about this machine. */
    private static final class Mail extends MimeMessage {

        private final String id;

        Mail(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }
}
