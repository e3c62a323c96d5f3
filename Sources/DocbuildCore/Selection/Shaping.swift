/// The options that shape an excerpt once its lines are chosen.
package enum Shaping {
  /// In the manual's order.
  package static let all: [OptionRule] = [
    .fence, .info, .indent, .elide, .highlight, .numbers, .link, .caption, .context, .comments,
    .strip, .marks, .trim, .diff, .since, .rev, .encoding, .weave, .with,
    .markdown, .headings, .level, .table,
  ]
}

extension OptionRule {
  static let fence = OptionRule(
    "fence", forms: ["fence", "fence=go"],
    "puts a fenced block around the excerpt; its language is named, or comes from the file",
    examples: [.init("fence=go", "x\n", "```go\nx\n```\n")]
  ) { option, recipe throws(OptionTrouble) in
    recipe.fenced = true
    guard option.value != .none else { return }
    let name = try option.text("the name of a language").text
    guard !name.utf8.contains(where: { $0.isBlank || $0 == UInt8(ascii: "`") }) else {
      throw OptionTrouble(
        message: "'\(name)' is not the name of a language", fixIt: "info=\"\(name)\"")
    }
    recipe.fenceLanguage = name
  }

  static let info = OptionRule(
    "info", forms: ["info=\"go title=x\""], "the whole info string of the fence, \"\" for none",
    examples: [.init("info=\"go title=x\"", "x\n", "```go title=x\nx\n```\n")]
  ) { option, recipe throws(OptionTrouble) in
    recipe.fenced = true
    // `info=""` asks for none; `info=` is a slip.
    let isNone = option.value == .text([]) && option.range.count > "info=".utf8.count
    recipe.info = isNone ? "" : try option.text("an info string").text
  }

  static let indent = OptionRule(
    "indent", forms: ["indent=keep", "indent=4"],
    "keeps the common indentation that a narrowed excerpt loses, or indents by that many spaces",
    examples: [
      .init("lines=1..2", "  a\n    b\nc\n", "a\n  b\n"),
      .init("lines=1..2 indent=keep", "  a\n    b\nc\n", "  a\n    b\n"),
      .init("lines=1..2 indent=1", "  a\n    b\nc\n", " a\n   b\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("'keep' or a number of spaces").text
    if text == "keep" {
      recipe.indent = .keep
    } else if let spaces = Int(text), (0...100).contains(spaces), text.utf8.allSatisfy(\.isDigit) {
      recipe.indent = .spaces(spaces)
    } else {
      let keeps = ["preserve", "true", "yes", "original", "on", "kept"].contains(text.lowercased())
      throw OptionTrouble(
        message: "'indent' takes 'keep' or a number of spaces up to 100, found '\(text)'",
        fixIt: keeps
          ? "indent=keep" : ["false", "no", "none", "remove", "strip"].contains(text) ? "" : nil)
    }
  }

  static let elide = OptionRule(
    "elide", forms: ["elide", "elide=\"…\""],
    "puts a comment with `…`, or that text, where lines were left out",
    examples: [
      .init("omit=/b/ elide", "a\nb\nc\n", "a\n…\nc\n"),
      .init("lines=1,3 elide=\"and so on\"", "a\nb\nc\n", "a\nand so on\nc\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    recipe.elide =
      option.value == .none ? "…" : try option.text("the text that stands for lines left out").text
  }

  static let strip = OptionRule(
    "strip", forms: ["strip=license", "strip=shebang", "strip=marks", "strip=front-matter"],
    "leaves out the licence comment at the top, the `#!` line, the marks of regions, or a page's front matter",
    examples: [
      .init("strip=shebang", "#!/bin/sh\nx\n", "x\n"),
      .init("strip=marks", "# ANCHOR: a\nx\n# ANCHOR_END: a\n", "x\n"),
      .init("strip=front-matter", "---\ntitle: a\n---\n\nx\n", "x\n"),
      .init("strip=license", "# Copyright 2026\n# SPDX-License-Identifier: MIT\n\nx\n", "x\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let expected = "license, shebang, marks or front-matter"
    let names = Recipe.Strip.names
    let parts = try option.text(expected).split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    for part in parts {
      guard let strip = names.first(where: { part.elementsEqual($0.name.utf8) })?.strip else {
        let near = parts.map { nearest(to: $0.text, among: names.map(\.name), count: 1).first }
        throw OptionTrouble(
          message: "'strip' takes \(expected), found '\(part.text)'",
          fixIt: near.contains(nil)
            ? nil : "strip=\(near.compactMap { $0 }.joined(separator: ","))")
      }
      recipe.strip.insert(strip)
      recipe.stripRange = option.range
    }
  }

  static let marks = OptionRule(
    "marks", forms: ["marks=keep"], "keeps the marks of regions that a narrowed excerpt loses",
    examples: [
      .init("lines=1..3", "# ANCHOR: a\nx\n# ANCHOR_END: a\n", "x\n"),
      .init(
        "lines=1..3 marks=keep", "# ANCHOR: a\nx\n# ANCHOR_END: a\n",
        "# ANCHOR: a\nx\n# ANCHOR_END: a\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    try option.only("keep")
    recipe.keepsMarks = true
  }

  static let trim = OptionRule(
    "trim", forms: ["trim=no"], "keeps the blank lines that a region loses at its ends",
    examples: [
      .init("region=a trim=no", "#region a\n\ny\n#endregion\n", "\ny\n")
    ]
  ) { option, recipe throws(OptionTrouble) in
    try option.only("no")
    recipe.keepsBlankEnds = true
  }

  static let rev = OptionRule(
    "rev", forms: ["rev=v1.2.0", "rev=latest-tag"],
    "reads the file as it was at that git revision, or at the nearest tag"
  ) { option, recipe throws(OptionTrouble) in
    recipe.revision = try option.text("a git revision")
  }

  static let weave = OptionRule(
    "weave", forms: ["weave"], "weaves the named file, itself a template, from its own folder"
  ) { option, recipe throws(OptionTrouble) in
    try option.flag()
    recipe.weave = true
  }
}
