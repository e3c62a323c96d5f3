/// Makes the ids of headings, each once on a page.
///
/// GitHub's rules are those of GitHub's own pipeline (`html-pipeline`'s table of contents: lower case, all but
/// `\p{Word}`, `-` and spaces removed, spaces to hyphens) as `github-slugger`'s fixtures, recorded from GitHub,
/// show them: marks and letter numbers stay, emoji and format characters go, spaces at the ends become hyphens, and
/// `:smile:` is a word.
struct Slugs {
  private let ids: HeadingIDs
  private let counts = ByteTable<Int>()

  init(_ ids: HeadingIDs = .github) { self.ids = ids }

  /// The id of the next heading, whose text is `text` without markup and without the text of images.
  mutating func id(ofHeading text: Bytes) -> Bytes {
    let slug = ids.slug(text)
    var id = slug
    if var count = counts[slug] {
      repeat {
        count += 1
        id = slug + Bytes("\(ids.separator)\(count)".utf8)
      } while counts[id] != nil
      counts[slug] = count
    }
    counts[id] = 0
    return id
  }
}

/// A heading's id before it is made unique.
func slug(of text: Bytes) -> Bytes {
  var made: Bytes = []
  made.reserveCapacity(text.count)
  guard text.contains(where: { $0 >= 0x80 }) else {
    for byte in text {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): made.append(byte | 0x20)
      case .space: made.append(UInt8(ascii: "-"))
      case UInt8(ascii: "-"): made.append(byte)
      default: if byte.isWord { made.append(byte) }
      }
    }
    return made
  }
  for scalar in text.decoded.unicodeScalars {
    if scalar == " " {
      made.append(UInt8(ascii: "-"))
    } else if scalar == "-" || scalar.isWord {
      made.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
  }
  return made
}

extension Unicode.Scalar {
  /// Onigmo's `\p{Word}`: alphabetic characters, marks, decimal digits and connectors such as `_`.
  fileprivate var isWord: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
    default: properties.isAlphabetic
    }
  }
}
