package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Texts;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NextCharacterSourceTest implements DataSourceContract {
    private static final String FILE = "part,text\ntrain,aab c\ntrain,ab\ntest,ab c\n";

    @TempDir
    private Path folder;

    @Override
    public DataSource source(Path in) throws IOException {
        return next(Files.writeString(in.resolve("x.csv"), FILE), 2, 40);
    }

    private static NextCharacterSource next(Path file, int every, int characters) {
        return new NextCharacterSource(file, "text", every, characters, Optional.of("part"));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("x.csv"), text);
    }

    @Test
    void aTextUpToEverySoManyOfItsCharactersAndTheOneThatComesNext() throws IOException {
        Parts parts = next(file(FILE), 2, 40).read();

        Examples train = Objects.requireNonNull(parts.byName().get("train"));
        Examples test = Objects.requireNonNull(parts.byName().get("test"));
        assertThat(parts.classes()).containsExactly("b", "c", "\u2423");
        assertThat(((Texts) train.inputs()).values()).containsExactly("aa", "aab ");
        assertThat(train.labels().toArray()).containsExactly(0, 1);
        assertThat(((Texts) test.inputs()).values()).containsExactly("ab");
        assertThat(test.labels().toArray()).containsExactly(2);
    }

    @Test
    void onlyTheCharactersThatComeNextMostOftenAreAskedFor() throws IOException {
        Parts parts = next(file("part,text\nall,ab\nall,bb\nall,ca\nall,bc\nall,ca\nall,ac\nall,dc\n"), 1, 2)
                .read();

        assertThat(parts.classes()).containsExactly("c", "a");
        assertThat(Objects.requireNonNull(parts.byName().get("all")).size()).isEqualTo(5);
    }

    @Test
    void otherFilesAreReadAsTheyStand() throws IOException {
        NextCharacterSource source = next(file(FILE), 2, 40);
        Path other = Files.writeString(folder.resolve("new.csv"), "text\n\"ab \"\nx\n");

        try (InputReader reader = source.reader(other)) {
            assertThat(reader.next(9)).isEqualTo(new Texts(List.of("ab ", "x")));
        }
    }

    @Test
    void textsAfterWhichNothingComesAreRefused() throws IOException {
        NextCharacterSource source = next(file(FILE), 9, 40);

        assertThatIllegalArgumentException()
                .isThrownBy(source::read)
                .withMessage("every: x.csv:1: no text has more than 9 characters"
                        + "\nNothing comes next there: ask more often, with a smaller number.");
    }
}
