extension PageCheck {
  static let notALink = PageCheck(
    .notALink, "links that are none",
    "text that people read as a link and CommonMark does not: typographic quotes around the title, a space in the destination or before the parenthesis, a parenthesis or a title that is never closed, parentheses and brackets the wrong way round; only where what stands for the destination looks like a path, an address or an anchor",
    default: .warning,
    examples: [
      Example("[a](guide.md “The guide”)\n", .notALink),
      Example("[a](my guide.md)\n", .notALink),
      Example("[a] (guide.md)\n", .notALink),
      Example("[a](https://example.org/x and so on\n", .notALink),
      Example("[a](guide.md \"title)\n", .notALink),
      Example("see (the guide)[guide.md] or (it)[https://example.org]\n", .notALink, .notALink),
      Example("f(x)[0], (a)[b], (see)[^1], (x)[guide] `(a)[b.md]` ((a)[b.md])\n", .notALink),
      Example("- [ ] (guide.md)\n- [x] done [1] (see above), f[i](x y), `[a] (guide.md)`\n"),
      Example("[a](<my guide.md>)\n", .brokenLink),
      Example("[a](<guide.md) and [the guide]\n(guide.md)\n", .notALink, .notALink),
    ]
  ) { inspection in
    for misfit in inspection.page.misfits {
      let message: String
      switch misfit.kind {
      case .curlyQuotes:
        message = "this is not a link: typographic quotes don't enclose a title"
      case .space: message = "this is not a link: a destination has no spaces"
      case .gap: message = "this is not a link: nothing may stand between ']' and '('"
      case .unclosed: message = "this is not a link: its parenthesis is never closed"
      case .title: message = "this is not a link: its title does not end before the parenthesis"
      case .reversed:
        message = "this is not a link: the text stands in brackets, the destination in parentheses"
      case .undefined: continue
      }
      inspection.report(message, at: misfit.range, fixIt: misfit.replacement?.text)
    }
  }

  static let undefinedReference = PageCheck(
    .undefinedReference, "references",
    "'[text][label]' or '[label][]' whose label is never defined; a lone '[label]' is not reported, since check boxes, footnotes and citations look like it, and neither are two remarks in brackets on a page that defines nothing; '[^note]' on a page that defines other footnotes and not this one",
    default: .warning,
    examples: [
      Example("[the guide][guide]\n", .undefinedReference),
      Example("[guide][]\n", .undefinedReference),
      Example("[the guide][1]\n", .undefinedReference),
      Example(
        "See [x][1], [A][guide].\n\n[2]: guide.md\n", .undefinedReference, .undefinedReference),
      Example("a[x][1], [i][j], [x][y]\n\n- [x][1] done\n- [ ][1]\n- [1][x]\n"),
      Example("[the guide][Guide]\n\n[guide]: guide.md\n"),
      Example("one[^1], two[^two]\n\n[^1]: One\n", .undefinedReference),
      Example("one[^1], x[^a-z ]\n\n[^1]: One\n    and more\n[^2]: Two\n"),
      Example("x[i][j], [1][2], [^note], [OPTION][FILE], [ ] [x], `[a b][c d]`\n"),
      Example("* [ann][if time allows] the new scheduler\n* [ann/bob][heads up] a release\n"),
      Example("* [ann][set-up] the new scheduler\n", .undefinedReference),
      Example("[the text][y z]\n\n[z]: guide.md\n\n[z]\n", .undefinedReference),
    ]
  ) { inspection in
    var labels: [String]?
    let usesReferences = inspection.page.definitions.contains(where: \.isUsed)
    for misfit in inspection.page.misfits {
      guard case .undefined(let label) = misfit.kind,
        !inspection.site.reader.findsIdentifiers || !label.isIdentifier,
        usesReferences || !isRemark(inspection.page.bytes[misfit.range], label: label),
        !inspection.site.isDefinedForAll(LinkSyntax.normalised(label[...]))
      else { continue }
      let known = labels ?? inspection.page.definitions.map(\.label.text)
      labels = known
      let best = inspection.near(label.text) { _ in known }
      inspection.report(
        "nothing defines the reference '\(label.text)'", at: misfit.range,
        notes: best.first.map { [("the nearest is '\($0)'", nil)] } ?? [])
    }
    let footnotes = Set(inspection.page.footnotes.filter(\.isDefinition).map(\.name))
    guard !footnotes.isEmpty else { return }
    for footnote in inspection.page.footnotes
    where !footnotes.contains(footnote.name)
      && footnote.name.allSatisfy({ $0.isWord || $0 == UInt8(ascii: "-") })
    {
      let best = inspection.near(footnote.name.text) { _ in footnotes.map(\.text) }
      inspection.report(
        "nothing defines the footnote '\(footnote.name.text)'", at: footnote.range,
        notes: best.first.map { [("the nearest is '\($0)'", nil)] } ?? [])
    }
  }

  static let repeatedDefinition = PageCheck(
    .repeatedDefinition, "definitions",
    "a second definition of a reference, which has no effect; those that lead where the first one does change nothing and are left alone, and so are those that lead to '#' or nowhere, which are comments",
    default: .warning,
    examples: [
      Example("[a]\n\n[a]: guide.md\n[A]: main.go\n", .repeatedDefinition),
      Example("[//]: # (one)\n[//]: # (two)\n[x]: <> (c)\n[x]: <> (d)\n"),
      Example("[a]\n\n[a]: guide.md\n\n[a]: guide.md\n"),
    ]
  ) { inspection in
    for definition in inspection.page.definitions {
      guard let other = definition.other, !definition.destination.isEmpty,
        !definition.destination.elementsEqual("#".utf8),
        definition.destination != inspection.page.definitions[other].destination
      else { continue }
      inspection.report(
        "the reference '\(definition.label.text)' is defined already", at: definition.labelRange,
        notes: [
          (
            "this definition counts",
            inspection.page.definitions[other].labelRange.lowerBound
          )
        ])
    }
  }

  static let openFence = PageCheck(
    .openFence, "fences",
    "a fenced block that is never closed: all that follows, to the end of the page or of the list or quote that it stands in, is code",
    default: .error,
    examples: [
      Example("```sh\nls\n```\n"),
      Example("```sh\nls\n", .openFence),
      Example("- a\n\n  ```sh\n  ls\n\nb\n", .openFence),
      Example("~~~\n```\n    ~~~\n", .openFence),
    ]
  ) { inspection in
    for fence in inspection.page.openFences {
      inspection.report("this fenced block is never closed", at: fence)
    }
  }

  static let skippedHeading = PageCheck(
    .skippedHeading, "heading levels",
    "a heading two or more levels below the one before it; the first heading may have any level, and headings in HTML, lists and quotes are left alone",
    default: .warning,
    examples: [
      Example("# A\n\n### B\n", .skippedHeading),
      Example("### A\n\n# B\n\n## C\n\n### D\n\n# E\n"),
    ]
  ) { inspection in
    var before: Page.Heading?
    for heading in inspection.page.headings {
      guard heading.isOutline else {
        // A title in HTML may stand for any level.
        if heading.level > 0, inspection.page.bytes[heading.range].first == UInt8(ascii: "<") {
          before = nil
        }
        continue
      }
      if let last = before, heading.level > last.level + 1 {
        inspection.report(
          "a heading of level \(heading.level) follows one of level \(last.level)",
          at: heading.range,
          notes: [("the heading before it", last.range.lowerBound)])
      }
      before = heading
    }
  }

  static let imageWithoutText = PageCheck(
    .imageWithoutText, "alternative text",
    "an image without alternative text, for those who can't see it; in HTML 'alt=\"\"', 'role=\"presentation\"' and 'aria-hidden=\"true\"' say that none is needed",
    default: .warning,
    examples: [
      Example("![](img/logo.png)\n", .imageWithoutText),
      Example("<img src=\"img/logo.png\">\n", .imageWithoutText),
      Example("![The logo](img/logo.png) <img src=\"img/logo.png\" alt=\"\">\n"),
      Example("<img src=\"img/logo.png\" role=\"presentation\">\n"),
      Example("<img src=\"img/logo.png\" aria-label=\"The logo\">\n"),
      Example("<img src=\"img/logo.png\" title=\"\">\n", .imageWithoutText),
    ]
  ) { inspection in
    for image in inspection.page.images where !image.hasText {
      inspection.report(
        "this image has no alternative text" + (image.isHTML ? ": 'alt' is missing" : ""),
        at: image.range)
    }
  }
}

/// Whether `[text][label]` may be two remarks in brackets, as minutes have them (`[ann][if time allows]`): the second one is
/// several plain words, and none of them stands in the other.
private func isRemark(_ brackets: ArraySlice<UInt8>, label: Bytes) -> Bool {
  guard label.contains(where: \.isBlank),
    !label.contains(where: { $0.isDigit || "-_.:`#".utf8.contains($0) }),
    let middle = brackets.firstIndex(of: UInt8(ascii: "]"))
  else { return false }
  let text = String(brackets[..<middle].text.lowercased().drop { "[*_".contains($0) })
  let name = label.text.lowercased()
  return brackets[middle...].count > 3 && !text.contains("`") && !text.contains(name)
    && !name.contains(text)
}

extension Bytes {
  /// Whether it could be the name of something in code: dots between words, or backticks around it.
  fileprivate var isIdentifier: Bool {
    if first == UInt8(ascii: "`") { return true }
    return contains(UInt8(ascii: ".")) && !contains(where: \.isSpace)
  }
}
