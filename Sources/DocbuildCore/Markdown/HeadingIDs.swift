/// How a program makes ids of headings: what becomes of the text, and how a second one of the same text is told apart.
struct HeadingIDs: Sendable {
  /// The id of a heading's text, before it is made unique.
  let slug: @Sendable (Bytes) -> Bytes
  /// What stands between an id and the number that makes it unique.
  var separator: StaticString = "-"

  /// GitHub's.
  static let github = HeadingIDs { DocbuildCore.slug(of: $0) }

  /// The same without white space at the ends, as goldmark has it.
  static let trimmed = HeadingIDs { DocbuildCore.slug(of: Bytes($0.trimmed())) }

  /// Python-Markdown's (`markdown.extensions.toc.slugify`): what is not ASCII is left out once letters have lost their
  /// accents.
  static let python = HeadingIDs(
    slug: { pythonSlug(of: $0) { $0.isASCII } }, separator: "_")

  /// The same with letters of all scripts (`slugify_unicode`, and that of PyMdown).
  static let pythonUnicode = HeadingIDs(slug: { pythonSlug(of: $0) { _ in true } }, separator: "_")

  /// That of PyMdown Extensions, which keeps hyphens in a row.
  static let pymdown = HeadingIDs(
    slug: { DocbuildCore.slug(of: Bytes($0.trimmed())) }, separator: "_")

  /// mdBook's: letters, digits, `_` and `-` stay, white space becomes `-`.
  static let mdbook = HeadingIDs { text in
    var made = String.UnicodeScalarView()
    for scalar in text.trimmed().decoded.unicodeScalars {
      if scalar.properties.isWhitespace {
        made.append("-")
      } else if scalar.isLetterOrDigit || scalar == "_" || scalar == "-" {
        made.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return Bytes(String(made).utf8)
  }

  /// That of `@mdit-vue/shared`: accents go, runs of white space and punctuation become one `-`, and none begins with a
  /// digit.
  static let markdownIt = HeadingIDs { text in
    var made = String.UnicodeScalarView()
    for scalar in text.text.decomposed where !(0x0300...0x036F).contains(scalar.value) {
      if scalar.value < 0x20 || scalar.value == 0x7F { continue }
      let isSpecial =
        scalar.properties.isWhitespace
        || "~`!@#$%^&*()-_+=[]{}|\\;:\"'“”‘’<>,.?/".unicodeScalars.contains(scalar)
      if !isSpecial {
        made.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      } else if made.last != "-", !made.isEmpty {
        made.append("-")
      }
    }
    if made.last == "-" { made.removeLast() }
    let slug = Bytes(String(made).utf8)
    return slug.first?.isDigit ?? false ? [UInt8(ascii: "_")] + slug : slug
  }

  /// kramdown's own, of ASCII letters, digits and hyphens behind the first letter.
  static let kramdown = HeadingIDs { text in
    var made: Bytes = []
    for byte in text.drop(while: { !$0.isLetter }) {
      if byte == .space {
        made.append(UInt8(ascii: "-"))
      } else if byte.isLetter || byte.isDigit || byte == UInt8(ascii: "-") {
        made.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
      }
    }
    return made.isEmpty ? Bytes("section".utf8) : made
  }
}

private func pythonSlug(of text: Bytes, keeping keeps: (Unicode.Scalar) -> Bool) -> Bytes {
  var kept = String.UnicodeScalarView()
  for scalar in text.text.decomposed where keeps(scalar) {
    if scalar.isLetterOrDigit || scalar == "_" || scalar == "-" || scalar.properties.isWhitespace {
      kept.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
    }
  }
  var made = String.UnicodeScalarView()
  for scalar in Bytes(Bytes(String(kept).utf8).trimmed()).text.unicodeScalars {
    let isGap = scalar == "-" || scalar.properties.isWhitespace
    if !isGap { made.append(scalar) } else if made.last != "-" { made.append("-") }
  }
  return Bytes(String(made).utf8)
}

extension String {
  /// Its scalars, accents apart from their letters (NFD): what Swift compares strings by.
  fileprivate var decomposed: String.UnicodeScalarView {
    guard utf8.contains(where: { $0 >= 0x80 }) else { return unicodeScalars }
    var made = String.UnicodeScalarView()
    for character in self {
      let scalars = Array(character.unicodeScalars)
      guard scalars.count == 1, let split = scalars[0].withoutAccent else {
        made.append(contentsOf: scalars)
        continue
      }
      made.append(split)
    }
    return made
  }
}

extension Unicode.Scalar {
  fileprivate var isLetterOrDigit: Bool {
    properties.isAlphabetic || properties.generalCategory == .decimalNumber
      || properties.generalCategory == .otherNumber
      || properties.generalCategory == .nonspacingMark
  }

  /// The letter of ASCII below an accent, by the character's name; nil for all others.
  fileprivate var withoutAccent: Unicode.Scalar? {
    guard let name = properties.name, let with = name.firstRange(of: " WITH ")?.lowerBound
    else { return nil }
    let words = name[..<with].split(separator: " ")
    guard words.count == 4, words[0] == "LATIN", words[2] == "LETTER", words[3].utf8.count == 1,
      let letter = words[3].unicodeScalars.first
    else { return nil }
    return words[1] == "SMALL" ? letter.properties.lowercaseMapping.unicodeScalars.first : letter
  }
}
