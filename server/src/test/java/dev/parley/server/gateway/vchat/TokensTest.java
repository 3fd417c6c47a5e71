package dev.parley.server.gateway.vchat;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            none,            none
            '',              none
            ' ',             none
            Bearer,          Bearer
            'Bearer ',       Bearer
            Bearer xxx,      none
            xxx,             none
            t.o.k,           t.o.k
            Bearer t.o.k,    t.o.k
            bearer t.o.k,    t.o.k
            'BEARER   t.o.k ', t.o.k
            """)
    void theTokenComesWithOrWithoutBearer(@Nullable String header, @Nullable String token) {
        assertThat(Tokens.ofHeader(header)).isEqualTo(token);
    }
}
