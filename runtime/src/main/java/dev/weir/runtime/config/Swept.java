package dev.weir.runtime.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a list of components: an item may have lists in place of its settings, and then stands for a component with each
 * combination of their items, of which the last setting's changes fastest. A setting that is a list itself is left alone.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Swept {}
