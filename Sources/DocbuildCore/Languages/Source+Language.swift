extension Source {
  /// The language by name or `#!` line, nil when neither is known.
  package var language: Language? { Language.of(path: path, firstLine: bytes.prefix(256)) }
}
