package dev.parley.server;

import dev.parley.server.config.Config;
import dev.parley.server.directory.Change;
import dev.parley.server.gateway.vchat.VChatParts;
import dev.parley.server.gateway.vchat.VChatService;
import dev.parley.server.identity.Admission;
import dev.parley.server.media.MediaPages;
import dev.parley.server.media.MediaStore;
import dev.parley.server.push.PushService;
import dev.parley.server.rest.FormReader;
import java.io.IOException;

/** Chat rooms and what they need beside the database: files, notifications, and the gateway to v_chat's clients. */
final class ChatServices implements AutoCloseable {

    private final FormReader forms;
    private final MediaStore media;
    private final PushService pushes;
    private final VChatService vchat;

    private ChatServices(FormReader forms, MediaStore media, PushService pushes, VChatService vchat) {
        this.forms = forms;
        this.media = media;
        this.pushes = pushes;
        this.vchat = vchat;
    }

    /** @throws IOException if something that the settings name cannot be used; the message says what to do */
    static ChatServices open(Foundation base, Persistence persistence, Admission admission) throws IOException {
        Config config = base.config();
        // First, as only this one can turn out to be unusable by its settings.
        PushService pushes = PushService.open(config.push(), persistence.database(), base.clock(), base.meters());
        try {
            MediaStore media = MediaStore.open(config, base.meters());
            FormReader forms = FormReader.open(config, base.meters());
            VChatService vchat = vchat(base, persistence, admission, new Aids(media, forms, pushes));
            base.apps().onRemoved(app -> media.removed(app.id()));
            persistence.listen(change -> changed(vchat, change));
            return new ChatServices(forms, media, pushes, vchat);
        } catch (IOException | RuntimeException e) {
            pushes.close();
            throw e;
        }
    }

    private record Aids(MediaStore media, FormReader forms, PushService pushes) {}

    private static VChatService vchat(Foundation base, Persistence persistence, Admission admission, Aids aids) {
        return new VChatService(new VChatParts(
                base.apps(),
                admission,
                persistence.accounts(),
                persistence.database(),
                base.hub(),
                aids.media(),
                new MediaPages(aids.media()),
                aids.forms(),
                aids.pushes(),
                base.addresses(),
                base.config().vchat(),
                base.clock(),
                base.meters()));
    }

    private static void changed(VChatService vchat, Change change) {
        switch (change.kind()) {
            case USER -> vchat.userChanged(change.app(), change.subject());
            case ALL -> vchat.anythingChanged();
            default -> {} // concerns no user
        }
    }

    VChatService vchat() {
        return vchat;
    }

    @Override
    public void close() {
        forms.close();
        media.close();
        pushes.close();
    }
}
