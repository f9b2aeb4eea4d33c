// Texts in the language that the kernel speaks: TEXTS has their translations and is empty for English.

const _ = (text, values = {}) => (TEXTS[text] ?? text).replace(/\{(\w+)\}/g, (braces, name) => values[name]);
