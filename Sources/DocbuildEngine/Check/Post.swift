import DocbuildCore

/// What a path says of a post: its day, and its title.
struct Post: Equatable {
  /// `2024/05/06`, as it is written but for what stands between the numbers.
  let day: Bytes
  let title: Bytes

  /// Takes a path without ending apart: a date begins one of its parts, `2024-05-06-title`, or is three of them,
  /// `2024/05/06/title`; what stands before it belongs to the title
  /// (<https://docusaurus.io/docs/blog#blog-post-date>). Nil where there is none.
  ///
  /// - Parameter isAnywhere: whether it is a route, where what stands before the date is the blog's.
  init?(_ path: Bytes, isAnywhere: Bool = false) {
    let parts = path.components
    for start in parts.indices.reversed() {
      let rest = Bytes(parts[start...].joined(separator: [Bytes.slash]))
      guard let (day, end) = rest.day else { continue }
      let before = isAnywhere ? [] : parts[..<start]
      let title = Bytes(rest[end...])
      guard !title.isEmpty else { continue }
      self.day = day
      self.title = Bytes((before + [title]).joined(separator: [Bytes.slash]))
      return
    }
    return nil
  }
}

extension Reader {
  /// The post that a file in a content root is; nil for another file.
  ///
  /// - Parameter root: the content root's folder; both paths start at the project's root.
  func post(_ file: Bytes, below root: Bytes) -> Post? {
    guard let folder = datedFolder,
      folder.isEmpty || file.folder.components.contains(Bytes(folder.utf8))
    else { return nil }
    var parts = Bytes(file.dropFirst(root.count)).components
    guard let name = parts.popLast() else { return nil }
    let stem = name.stem(self)
    if !indexNames.contains(stem.text) { parts.append(stem) }
    if folder.isEmpty { return Post(Bytes(parts.joined(separator: [Bytes.slash]))) }
    return parts.last.flatMap { Post($0) }
  }

  /// Whether all routes of posts have their date, unless front matter says otherwise.
  var datesRoutes: Bool { datedFolder?.isEmpty ?? false }
}

extension Bytes {
  /// The date that it begins with, and where the title behind it begins.
  fileprivate var day: (day: Bytes, end: Int)? {
    var at = 0
    var numbers: [Bytes] = []
    for length in [4...4, 1...2, 1...2] {
      let digits = self[at...].prefix(while: \.isDigit)
      guard length.contains(digits.count) else { return nil }
      numbers.append(Bytes(digits))
      at += digits.count
      guard at < count else { return nil }
      guard self[at] == UInt8(ascii: "-") || self[at] == Bytes.slash else { return nil }
      at += 1
    }
    return (Bytes(numbers.joined(separator: [Bytes.slash])), at)
  }
}
