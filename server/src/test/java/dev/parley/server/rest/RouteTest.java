package dev.parley.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URL map. */
class RouteTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /                                            | PARLEY    | HOME    |      | ''
            /socket.io/                                  | SOCKET_IO | ENGINE  |      | ''
            /socket.io                                   | SOCKET_IO | ENGINE  |      | ''
            /socket.io/socket.io.js                      | SOCKET_IO | NOTHING |      | ''
            /realtime/                                   | SOCKET_IO | ENGINE  |      | ''
            /realtime/realtime/                          | SOCKET_IO | ENGINE  |      | ''
            //realtime/realtime/                         | SOCKET_IO | ENGINE  |      | ''
            /realtime/get-members                        | SOCKET_IO | NOTHING |      | ''
            /api/v1/user/login                           | VCHAT     | CHAT    |      | user/login
            //api/v1/room                                | VCHAT     | CHAT    |      | room
            /v1/apps/x                                   | PARLEY    | API     |      | apps/x
            /v1/                                         | PARLEY    | API     |      | ''
            /v1                                          | PARLEY    | API     |      | ''
            /v1/apps/x/channels/a%2Fb                    | PARLEY    | API     |      | apps/x/channels/a%2Fb
            /skapi/us31/x                                | SKAPI     | SKAPI   | us31 | x
            /skapi/us31/ws                               | SKAPI     | SKAPI   | us31 | ws
            /skapi/us31/a/b                              | SKAPI     | SKAPI   | us31 | a/b
            /skapi/us31/                                 | SKAPI     | SKAPI   | us31 | ''
            /skapi/us31                                  | SKAPI     | NOTHING |      | ''
            /skapi//x                                    | SKAPI     | NOTHING |      | ''
            /skapi/                                      | SKAPI     | NOTHING |      | ''
            /cdn/us31/record-v1.json                     | SKAPI     | SKAPI_ENDPOINTS |  | us31/record-v1.json
            /cdn/svc/us31/record-v1.json                 | SKAPI     | SKAPI_ENDPOINTS |  | svc/us31/record-v1.json
            /cdn                                         | SKAPI     | SKAPI_ENDPOINTS |  | ''
            /x.cloudfront.net/us31/a                     | SKAPI     | SKAPI_ENDPOINTS |  | x.cloudfront.net/us31/a
            /cognito/                                    | COGNITO   | COGNITO |      | ''
            /cognito                                     | COGNITO   | COGNITO |      | ''
            /cognito/x                                   | COGNITO   | NOTHING |      | ''
            /docs                                        | PARLEY    | DOCS    |      | ''
            /docs/openapi.yaml                           | PARLEY    | DOCS    |      | openapi.yaml
            /health/live                                 | PARLEY    | LIVE    |      | ''
            /health/ready                                | PARLEY    | READY   |      | ''
            /health/other                                | PARLEY    | NOTHING |      | ''
            /metrics                                     | PARLEY    | METRICS |      | ''
            /metrics/x                                   | PARLEY    | NOTHING |      | ''
            /_api/rest/v1/realtime/get-members           | ALTOGIC   | ALTOGIC |      | realtime/get-members
            //_api/rest/v1/realtime/get-members          | ALTOGIC   | ALTOGIC |      | realtime/get-members
            /_api/rest/v1/auth/user                      | ALTOGIC   | ALTOGIC |      | auth/user
            /_api/rest/v2/auth/user                      | ALTOGIC   | NOTHING |      | ''
            /_auth/google                                | ALTOGIC   | OAUTH   |      | google
            /e:env1/_auth/google                         | ALTOGIC   | OAUTH   | env1 | google
            /e:env1/_api/rest/v1/realtime/get-members    | ALTOGIC   | ALTOGIC | env1 | realtime/get-members
            /E:env1/_api/rest/v1/realtime/get-members    | ALTOGIC   | ALTOGIC | env1 | realtime/get-members
            /e:env1//_api/rest/v1/realtime/get-members   | ALTOGIC   | ALTOGIC | env1 | realtime/get-members
            /e:env1                                      | ALTOGIC   | NOTHING | env1 | ''
            /e:env1/auth/user                            | ALTOGIC   | NOTHING | env1 | ''
            /env1/agnost/realtime/get-members            | ALTOGIC   | AGNOST  | env1 | realtime/get-members
            /env1/realtime/get-members                   | ALTOGIC   | AGNOST  | env1 | realtime/get-members
            /env1/agnost/auth/user                       | ALTOGIC   | AGNOST  | env1 | auth/user
            /env1/auth/user                              | ALTOGIC   | AGNOST  | env1 | auth/user
            /env1/agnost/oauth/google                    | ALTOGIC   | OAUTH   | env1 | google
            /env1/agnost/                                | ALTOGIC   | AGNOST  | env1 | ''
            /env1/agnost                                 | PARLEY    | NOTHING |      | ''
            /agnost/realtime/get-members                 | PARLEY    | NOTHING |      | ''
            /favicon.ico                                 | PARLEY    | NOTHING |      | ''
            /__proto__                                   | PARLEY    | NOTHING |      | ''
            """)
    void pathBelongsTo(String path, Family family, Route.Target target, String app, String rest) {
        assertThat(Route.of(path)).isEqualTo(new Route(family, target, app, rest));
    }
}
