import DocbuildCore

/// What `git cat-file --batch` replies (git-cat-file(1), "Batch output").
enum GitBatch {
  /// The blobs in git's reply to `names`; nil for what is missing or something else.
  static func blobs(_ reply: Bytes, _ names: [Bytes]) -> [Bytes?] {
    var at = 0
    return names.map { name in
      // <object> SP <type> SP <size> LF <bytes> LF, or <name> SP missing LF (git-cat-file(1), "Batch output")
      guard let end = reply.firstOffset(of: UInt8(ascii: "\n"), in: at..<reply.count) else {
        return nil
      }
      let line = reply[at..<end]
      at = end + 1
      if line.elementsEqual(name + Bytes(" missing".utf8)) { return nil }
      let words = line.text.split(separator: " ")
      guard words.count == 3, let size = Int(words[2]), size >= 0, at + size <= reply.count else {
        return nil
      }
      defer { at += size + 1 }
      return words[1] == "blob" ? Bytes(reply[at..<at + size]) : nil
    }
  }
}
