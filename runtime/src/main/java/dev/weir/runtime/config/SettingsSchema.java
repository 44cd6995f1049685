package dev.weir.runtime.config;
import dev.weir.runtime.plugin.PluginCatalog;
import tools.jackson.databind.node.*;
public final class SettingsSchema { public SettingsSchema(PluginCatalog c) {} public ObjectNode of(Class<? extends Record> t) { return JsonNodeFactory.instance.objectNode(); } }
