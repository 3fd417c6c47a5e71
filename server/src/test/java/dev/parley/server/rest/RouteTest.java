package dev.parley.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URL map. */
class RouteTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            /,                                        PARLEY,    HOME,            ,
            /socket.io/,                              SOCKET_IO, ENGINE,          ,
            /socket.io,                               SOCKET_IO, ENGINE,          ,
            /socket.io/socket.io.js,                  SOCKET_IO, NOTHING,         ,
            /realtime/,                               SOCKET_IO, ENGINE,          ,
            /realtime/realtime/,                      SOCKET_IO, ENGINE,          ,
            //realtime/realtime/,                     SOCKET_IO, ENGINE,          ,
            /realtime/get-members,                    SOCKET_IO, NOTHING,         ,
            /api/v1/user/login,                       VCHAT,     NOTHING,         ,
            //api/v1/room,                            VCHAT,     NOTHING,         ,
            /v1/apps/x,                               PARLEY,    NOTHING,         ,
            /skapi/us31/x,                            SKAPI,     NOTHING,         ,
            /cdn/us31/record-v1.json,                 SKAPI,     NOTHING,         ,
            /d3e9syvbtso631.cloudfront.net/us31/a,    SKAPI,     NOTHING,         ,
            /cognito/,                                COGNITO,   NOTHING,         ,
            /docs,                                    PARLEY,    NOTHING,         ,
            /health/live,                             PARLEY,    LIVE,            ,
            /health/ready,                            PARLEY,    READY,           ,
            /health/other,                            PARLEY,    NOTHING,         ,
            /metrics,                                 PARLEY,    METRICS,         ,
            /metrics/x,                               PARLEY,    NOTHING,         ,
            /_api/rest/v1/realtime/get-members,       ALTOGIC,   ALTOGIC_MEMBERS, ,
            //_api/rest/v1/realtime/get-members,      ALTOGIC,   ALTOGIC_MEMBERS, ,
            /_api/rest/v1/auth/user,                  ALTOGIC,   NOTHING,         ,
            /e:env1/_api/rest/v1/realtime/get-members,ALTOGIC,   ALTOGIC_MEMBERS, env1
            /E:env1/_api/rest/v1/realtime/get-members,ALTOGIC,   ALTOGIC_MEMBERS, env1
            /e:env1//_api/rest/v1/realtime/get-members,ALTOGIC,  ALTOGIC_MEMBERS, env1
            /e:env1,                                  ALTOGIC,   NOTHING,         env1
            /env1/agnost/realtime/get-members,        ALTOGIC,   AGNOST_MEMBERS,  env1
            /env1/realtime/get-members,               ALTOGIC,   AGNOST_MEMBERS,  env1
            /env1/agnost/auth/user,                   ALTOGIC,   NOTHING,         env1
            /agnost/realtime/get-members,             PARLEY,    NOTHING,         ,
            /favicon.ico,                             PARLEY,    NOTHING,         ,
            /__proto__,                               PARLEY,    NOTHING,         ,
            """)
    void pathBelongsTo(String path, Family family, Route.Target target, String app) {
        assertThat(Route.of(path)).isEqualTo(new Route(family, target, app));
    }
}
