package dev.weir.runtime.plugin;

import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.Offers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which models can do what, as their components say of themselves. */
public final class Offered {
    private final PluginCatalog catalog;

    public Offered(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    /** What the models of a component can do with some settings, if it says so; in the order of the enumeration. */
    public static Optional<List<Capability>> by(Component component) {
        return Optional.ofNullable(component.type().getAnnotation(Offers.class))
                .map(offers -> Stream.of(offers.value()).sorted().toList());
    }

    /** Why models of a provider lack a capability, to be put behind a sentence that says so; empty where nobody says. */
    public static String reason(ModelProvider provider, Capability capability) {
        return provider.reasonWithout(capability).map(reason -> ": " + reason).orElse("");
    }

    /**
     * What to take instead of a model that lacks a capability: {@code "a model with the capability 'train', such as
     * pytorch or tensorflow"}.
     */
    public String with(Capability capability) {
        List<String> names = catalog.components(Kind.MODEL).stream()
                .filter(component ->
                        by(component).filter(of -> of.contains(capability)).isPresent())
                .map(Component::name)
                .toList();
        return "a model with the capability '" + capability.key() + "'"
                + (names.isEmpty() ? "" : ", such as " + names.stream().collect(Collectors.joining(" or ")));
    }
}
