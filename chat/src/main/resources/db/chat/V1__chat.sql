CREATE TABLE chat_rooms (
    id TEXT PRIMARY KEY,
    app TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Early in the row, as lists of rooms are sorted by it.
    updated_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    message_count BIGINT NOT NULL,
    -- Null only within the transaction that makes the room.
    last_message_id TEXT,
    -- A new one with every transaction that changes the room or any of its members, and never used twice: what is known of the
    -- members under this version is right.
    version TEXT NOT NULL,
    member_count INTEGER NOT NULL,
    -- What the next new member gets.
    next_position BIGINT NOT NULL,
    creator_id TEXT NOT NULL,
    -- The two users of a single room, the lesser id first; null in groups.
    low_user TEXT,
    high_user TEXT,
    blocker_id TEXT,
    title TEXT,
    picture TEXT
);

CREATE UNIQUE INDEX chat_rooms_pair ON chat_rooms (app, low_user, high_user);

CREATE TABLE chat_members (
    room_id TEXT NOT NULL REFERENCES chat_rooms (id),
    user_id TEXT NOT NULL,
    app TEXT NOT NULL,
    role TEXT NOT NULL,
    muted INTEGER NOT NULL,
    -- How many of the room's messages count as read: what is unread is the room's message_count less this, so that a message
    -- does not write a row for each member.
    seen BIGINT NOT NULL,
    -- In the order of coming.
    position BIGINT NOT NULL,
    PRIMARY KEY (room_id, user_id)
);

CREATE UNIQUE INDEX chat_members_position ON chat_members (room_id, position);
CREATE INDEX chat_members_user ON chat_members (app, user_id, room_id);

CREATE TABLE chat_messages (
    room_id TEXT NOT NULL REFERENCES chat_rooms (id),
    id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    type TEXT NOT NULL,
    sender_id TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    sender_picture TEXT NOT NULL,
    content TEXT NOT NULL,
    attachment TEXT,
    -- What the sender calls it, so that sending it again does not double it.
    client_id TEXT,
    PRIMARY KEY (room_id, id)
);

CREATE UNIQUE INDEX chat_messages_client ON chat_messages (room_id, sender_id, client_id) WHERE client_id IS NOT NULL;
