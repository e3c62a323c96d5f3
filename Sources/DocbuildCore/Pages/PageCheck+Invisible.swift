extension PageCheck {
  static let bidiControl = PageCheck(
    .bidiControl, "bidi controls in code",
    "characters in code blocks and code spans that change the order in which text is shown, so that code is not what it looks like (CVE-2021-42574)",
    default: .error,
    examples: [
      Example("```c\nif (a /* \u{202E} */) x();\n```\n", .bidiControl),
      Example("a \u{200F}b\u{200F} `x\u{2066}y`\n", .bidiControl),
    ]
  ) { $0.reportInvisible { $0 == .bidi } }

  static let invisibleCharacter = PageCheck(
    .invisibleCharacter, "invisible characters in code",
    "characters in code blocks and code spans that nobody sees: zero width ones, soft hyphens, a byte order mark, line and paragraph separators, tags, variation selectors; joiners and selectors in emoji and in the scripts that need them are left alone, and so are no-break spaces, which 'tree' prints",
    default: .warning,
    examples: [
      Example("```sh\nrm -rf\u{200B} x\n```\n", .invisibleCharacter),
      Example("`a\u{AD}b`, text with a soft\u{AD}hyphen\n", .invisibleCharacter),
      Example("```\n👩\u{200D}💻 ❤\u{FE0F} 1\u{FE0F}\u{20E3} क्\u{200D}ष slot\u{200C}ها\n```\n"),
    ]
  ) { $0.reportInvisible { $0 == .other } }
}

extension PageInspection {
  /// Reports each run of such characters in code.
  fileprivate mutating func reportInvisible(_ isMeant: (Invisible) -> Bool) {
    for range in page.code {
      for run in invisibleRuns(in: page.bytes, range) where isMeant(run.kind) {
        let scalars = Bytes(page.bytes[run.range]).text.unicodeScalars
        let shown = scalars.prefix(4).map { $0.escapedName }.joined(separator: " ")
        let name = scalars.first?.properties.name ?? scalars.first?.properties.nameAlias
        report(
          "\(scalars.count > 1 ? "invisible characters" : "an invisible character") in code: \(shown)"
            + (scalars.count > 4 ? " …" : "")
            + (scalars.count == 1 ? name.map { " (\($0))" } ?? "" : ""),
          at: run.range, fixIt: "")
      }
    }
  }
}

enum Invisible { case bidi, other }

extension Unicode.Scalar {
  fileprivate var escapedName: String {
    let hex = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  /// What makes it invisible whatever stands beside it; nil for the others and for joiners and variation selectors.
  fileprivate var invisible: Invisible? {
    switch value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .bidi
    case 0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x2028, 0x2029,
      0x2060...0x2064, 0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9...0xFFFB,
      0x1D173...0x1D17A, 0xE0001, 0xE0020...0xE007F:
      .other
    default: nil
    }
  }

  fileprivate var isEmojiPart: Bool {
    properties.isEmoji || properties.isEmojiModifier || value == 0xFE0F || value == 0x20E3
  }

  /// Of a script that joiners are spelling in: Arabic to Khmer, Mongolian and beyond.
  fileprivate var needsJoiners: Bool {
    (0x0600...0x1CFF).contains(value) || (0xA800...0xABFF).contains(value)
      || (0xFB50...0xFEFC).contains(value) || (0x10A00...0x11FFF).contains(value)
  }
}

extension ArraySlice<UInt8> {
  /// Whether it begins with a letter of a script that needs joiners, as a Persian ending behind a Latin name.
  fileprivate var needsJoinerBefore: Bool {
    var rest = prefix(4).makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    guard case .valid(let next) = parser.parseScalar(from: &rest) else { return false }
    return Unicode.UTF8.decode(next).needsJoiners
  }
}

/// The runs of invisible characters in a range, each of one kind.
func invisibleRuns(in bytes: Bytes, _ range: Range<Int>) -> [(range: Range<Int>, kind: Invisible)] {
  guard bytes[range].contains(where: { $0 >= 0x80 }) else { return [] }
  var runs: [(range: Range<Int>, kind: Invisible)] = []
  var before: Unicode.Scalar?
  var inFlag = false
  var at = range.lowerBound
  var text = Unicode.UTF8.ForwardParser()
  var source = bytes[range].makeIterator()
  func isAllowed(_ scalar: Unicode.Scalar, before end: Int) -> Bool? {
    switch scalar.value {
    // Joiners: between emoji, and in scripts that spell with them.
    case 0x200C, 0x200D:
      before.map { $0.isEmojiPart || $0.needsJoiners } ?? false
        || bytes[end..<range.upperBound].needsJoinerBefore
    // Variation selectors: behind emoji, symbols and ideographs.
    case 0x180B...0x180D, 0x180F: before?.needsJoiners ?? false
    case 0xFE00...0xFE0F:
      before.map {
        $0.properties.isEmoji || $0.properties.generalCategory == .mathSymbol
          || $0.properties.generalCategory == .otherSymbol || $0.properties.isIdeographic
          || $0.needsJoiners
      } ?? false
    case 0xE0100...0xE01EF: before?.properties.isIdeographic ?? false
    case 0xE0020...0xE007F: inFlag
    default: nil
    }
  }
  while case .valid(let encoded) = text.parseScalar(from: &source) {
    let scalar = Unicode.UTF8.decode(encoded)
    let end = at + encoded.count
    defer {
      at = end
      before = scalar
    }
    if scalar.isASCII { continue }
    if scalar.value == 0x1F3F4 {
      inFlag = true
    } else if !(0xE0020...0xE007F).contains(scalar.value) {
      inFlag = false
    }
    let kind: Invisible
    switch isAllowed(scalar, before: end) {
    case true?: continue
    case false?: kind = .other
    case nil:
      guard let found = scalar.invisible else { continue }
      // A byte order mark is one at the start of the page only.
      if scalar.value == 0xFEFF, at == 0 { continue }
      kind = found
    }
    if let last = runs.last, last.range.upperBound == at, last.kind == kind {
      runs[runs.count - 1].range = last.range.lowerBound..<end
    } else {
      runs.append((at..<end, kind))
    }
  }
  return runs
}
