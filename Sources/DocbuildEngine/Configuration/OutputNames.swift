package import DocbuildCore

/// The output that a template is woven into: `NAME.md` for `NAME.src`, `NAME.mdx` for `NAME.mdx.src`; an in-place document
/// is its own.
package func outputPath(ofTemplate path: Bytes) -> Bytes {
  let ending = Bytes(".src".utf8)
  guard path.ends(with: ending) else { return path }
  let stem = path.count - ending.count
  if path[..<stem].suffix(4).elementsEqual(".mdx".utf8) { return Bytes(path[..<stem]) }
  return Bytes(unsafeUninitializedCapacity: stem + 3) { room, count in
    for at in 0..<stem { room[at] = path[at] }
    for (at, byte) in ".md".utf8.enumerated() { room[stem + at] = byte }
    count = stem + 3
  }
}

extension Bytes {
  /// Whether a file of that name is a page of Markdown.
  package var isNameOfPage: Bool {
    let name = fileName.text.lowercased()
    return [".md", ".markdown", ".mdx"].contains { name.hasSuffix($0) }
  }
}
