import DocbuildCore

extension ConfigurationValue {
  /// The table `[regions]`: a project's own ways to mark regions.
  func regionDialects() throws(DiagnosticError) -> [RegionDialect] {
    try table { (entry) throws(DiagnosticError) in
      try entry.expectKeys(among: ["open", "close"], "key")
      let takes = "takes { open = \"@begin {}\", close = \"@end {}\" }"
      let open = try entry.value("open", takes: "'open' takes a mark, as in \"@begin {}\"")?.text()
      let close = try entry.value("close", takes: "'close' takes a mark, as in \"@end {}\"")?.text()
      guard let open, let close else {
        throw problem("a way to mark regions \(takes)", entry.place)
      }
      guard let dialect = RegionDialect.own(entry.name, open: open, close: close) else {
        throw problem(
          "such marks can't be told from other text: a mark has a word of three signs or more, and the opening one '{}' for the name",
          entry.place)
      }
      return dialect
    }.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension SchemaValue {
  /// A project's own ways to mark regions.
  static var regionDialects: SchemaValue {
    .table(
      "Ways to mark regions beside those that docbuild knows.",
      of: .table([
        ("type", "object"), ("additionalProperties", false), ("required", ["open", "close"]),
        (
          "properties",
          .table([
            (
              "open",
              .table([
                ("description", "The opening mark, {} for the name."), ("type", "string"),
                ("pattern", #"\{\}"#),
              ])
            ),
            (
              "close",
              .filled("The closing mark; without {} it closes the innermost region.")
            ),
          ])
        ),
      ]))
  }
}
