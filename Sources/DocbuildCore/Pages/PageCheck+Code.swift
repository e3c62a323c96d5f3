extension PageCheck {
  static let mergeConflict = PageCheck(
    .mergeConflict, "merge conflicts",
    "the lines that git leaves where two changes meet ('<<<<<<<', '=======', '>>>>>>>', in that order), in text and in code; code without a language, and that of consoles and differences, may show what they look like",
    default: .error,
    examples: [
      Example("<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> b\n", .mergeConflict),
      Example("```go\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> b\n```\n", .mergeConflict),
      Example("```\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> b\n```\n"),
      Example("```diff\n<<<<<<< HEAD\n=======\n>>>>>>> b\n```\n\nTitle\n=======\n"),
      Example("- ```go\n  <<<<<<< a\n  =======\n  >>>>>>> b\n  ```\n", .mergeConflict),
      Example("- a\n\n      <<<<<<< a\n      =======\n      >>>>>>> b\n"),
      Example("`<<<<<<<` begins what `=======` parts\n\n<<<<<<<< x\n"),
    ]
  ) { inspection in
    let bytes = inspection.page.bytes
    let starts = bytes.conflictLines(in: 0..<bytes.count)
    guard !starts.isEmpty else { return }
    let fences = pageFences(bytes).fences
    for start in starts {
      // The last fence before the line is the one around it, if any is.
      let around = fences.last { $0.open <= start }.flatMap {
        $0.lines.contains { $0[...].isConflictMark } && $0.isAround(start, bytes) ? $0 : nil
      }
      // Indented, they are git's only as lines of code in a list item.
      guard around?.isProof ?? !bytes[start].isBlank else { continue }
      let end = bytes.firstOffset(of: .lineFeed, in: start..<bytes.count) ?? bytes.count
      inspection.report("a merge conflict is left here", at: start..<end)
    }
  }

  static let largeFilePointer = PageCheck(
    .largeFilePointer, "Git LFS pointers",
    "code that is what Git LFS leaves in place of a large file until it is fetched (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md); code that was not embedded without a language, and that of consoles and differences, may show what it looks like",
    default: .error,
    examples: [
      Example(
        "```csv\nversion https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n```\n",
        .largeFilePointer),
      Example("```\nversion https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n```\n"),
    ]
  ) { inspection in
    let bytes = inspection.page.bytes
    guard bytes.holdsPointer else { return }
    for fence in pageFences(bytes).fences where fence.isProof {
      guard fence.lines.count > 1, fence.lines[0].has(Bytes.pointerHead, at: 0),
        fence.lines[1].starts(with: "oid ".utf8)
      else { continue }
      inspection.report(
        "this is a pointer of Git LFS, not the file's text", at: fence.open..<fence.open + 1,
        notes: [(fetchingLargeFiles, nil)])
    }
  }
}

private let fetchingLargeFiles = "'git lfs pull' fetches the file"

/// The excerpts of files that are pointers of Git LFS, where the check of pages has not found them: in a block whose language
/// may show what they look like.
package func largeFilePointers(among references: [Reference]) -> [Diagnostic] {
  references.filter { $0.source.bytes.has(Bytes.pointerHead, at: 0) }.map {
    Diagnostic(
      .largeFilePointer, "'\($0.source.name)' is a pointer of Git LFS, not the file's text",
      at: $0.place, notes: [.init(fetchingLargeFiles)])
  }
}

extension PageFence {
  /// Whether the block shows code as it is, rather than what somebody may see on a screen.
  fileprivate var isProof: Bool {
    let language = info.prefix { !$0.isBlank && $0 != UInt8(ascii: "{") }.text.lowercased()
    return !["", "text", "txt", "plaintext", "diff", "patch", "console", "git", "output"]
      .contains(language)
  }

  /// Whether the line at `start`, behind the opening one, is inside.
  fileprivate func isAround(_ start: Int, _ bytes: Bytes) -> Bool {
    bytes.lineFeedCount(in: open..<start) <= lines.count
  }
}

extension Bytes {
  fileprivate static let pointerHead: StaticString = "version https://git-lfs.github.com/spec/v1"

  /// Whether a line begins like a pointer.
  fileprivate var holdsPointer: Bool {
    guard hold(Bytes.pointerHead) else { return false }
    var at = 0
    while at < count {
      while at < count, self[at].isBlank || self[at] == UInt8(ascii: ">") { at += 1 }
      if at < count, self[at] == UInt8(ascii: "v"), has(Bytes.pointerHead, at: at) { return true }
      guard let end = firstOffset(of: .lineFeed, in: at..<count) else { return false }
      at = end + 1
    }
    return false
  }

  /// Where conflicts begin: lines of the first mark, blanks before it included, that the two others follow before the next.
  fileprivate func conflictLines(in range: Range<Int>) -> [Int] {
    guard hold("<<<<<<<") else { return [] }
    var found: [Int] = []
    var open: (start: Int, isParted: Bool)?
    var at = range.lowerBound
    while at < range.upperBound {
      let end = firstOffset(of: .lineFeed, in: at..<range.upperBound) ?? range.upperBound
      var first = at
      while first < end, self[first].isBlank { first += 1 }
      if first < end, "<=>".utf8.contains(self[first]), self[first..<end].isConflictMark {
        switch self[first] {
        case UInt8(ascii: "<"): open = (at, false)
        case UInt8(ascii: "="): open?.isParted = true
        default:
          if let conflict = open, conflict.isParted { found.append(conflict.start) }
          open = nil
        }
      }
      at = end + 1
    }
    return found
  }
}
