package import DocbuildCore

/// The output that a template is woven into: `NAME.md` for `NAME.src`; an in-place document is its own.
package func outputPath(ofTemplate path: Bytes) -> Bytes {
  let ending = Bytes(".src".utf8)
  guard path.ends(with: ending) else { return path }
  let stem = path.count - ending.count
  return Bytes(unsafeUninitializedCapacity: stem + 3) { room, count in
    for at in 0..<stem { room[at] = path[at] }
    for (at, byte) in ".md".utf8.enumerated() { room[stem + at] = byte }
    count = stem + 3
  }
}

/// The template of an output: `NAME.src` for `NAME.md` where it is there, else the document itself.
package func templatePath(ofOutput path: Bytes) -> Bytes {
  let ending = Bytes(".md".utf8)
  guard path.ends(with: ending) else { return path }
  let template = path.dropLast(ending.count) + Bytes(".src".utf8)
  return Bytes(template).exists ? Bytes(template) : path
}
