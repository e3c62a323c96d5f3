/// The difference of two texts in the unified format that `diff -u` and git print
/// (GNU diffutils manual, "Unified Format"), with three lines of context; empty when they are the same.
package func unifiedDiff(old: Bytes, new: Bytes, oldName: String, newName: String) -> Bytes {
  let a = lines(of: old)
  let b = lines(of: new)
  let edits = script(a, b)
  guard edits.contains(where: { $0 != .keep }) else { return [] }
  var text = Bytes("--- \(oldName)\n+++ \(newName)\n".utf8)
  var index = 0
  var oldLine = 0
  var newLine = 0
  while index < edits.count {
    guard let change = edits[index...].firstIndex(where: { $0 != .keep }) else { break }
    // From three lines before the change to three behind the last that is less than seven lines away.
    let start = max(index, change - 3)
    let skipped = start - index
    oldLine += skipped
    newLine += skipped
    var end = change
    var quiet = 0
    var at = change
    while at < edits.count, quiet < 7 {
      if edits[at] == .keep { quiet += 1 } else { (quiet, end) = (0, at) }
      at += 1
    }
    let stop = min(edits.count, end + 4)
    let hunk = edits[start..<stop]
    let oldCount = hunk.count { $0 != .add }
    let newCount = hunk.count { $0 != .remove }
    text += Bytes(
      "@@ -\(range(oldLine, oldCount)) +\(range(newLine, newCount)) @@\n".utf8)
    for edit in hunk {
      let line = edit == .add ? b[newLine] : a[oldLine]
      text.append(edit == .keep ? .space : UInt8(ascii: edit == .add ? "+" : "-"))
      text += line
      if line.last != .lineFeed { text += Bytes("\n\\ No newline at end of file\n".utf8) }
      if edit != .add { oldLine += 1 }
      if edit != .remove { newLine += 1 }
    }
    index = stop
  }
  return text
}

/// The lines (from 0) of `new` that `old` does not have.
func addedLines(old: Bytes, new: Bytes) -> [Int] {
  var line = 0
  var found: [Int] = []
  for edit in script(lines(of: old), lines(of: new)) where edit != .remove {
    if edit == .add { found.append(line) }
    line += 1
  }
  return found
}

private enum Edit { case keep, remove, add }

private func range(_ start: Int, _ count: Int) -> String {
  let first = count == 0 ? start : start + 1
  return count == 1 ? "\(first)" : "\(first),\(count)"
}

private func lines(of bytes: Bytes) -> [ArraySlice<UInt8>] {
  var found: [ArraySlice<UInt8>] = []
  var at = 0
  while at < bytes.count {
    let end = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count).map { $0 + 1 } ?? bytes.count
    found.append(bytes[at..<end])
    at = end
  }
  return found
}

/// The edits that lead from `a` to `b`: what is alike at both ends is kept, the middle by the standard library's
/// difference (Myers), or as a whole where it is too large for that.
private func script(_ a: [ArraySlice<UInt8>], _ b: [ArraySlice<UInt8>]) -> [Edit] {
  var head = 0
  while head < a.count, head < b.count, a[head] == b[head] { head += 1 }
  var tail = 0
  while tail < a.count - head, tail < b.count - head, a[a.count - 1 - tail] == b[b.count - 1 - tail]
  { tail += 1 }
  let old = Array(a[head..<a.count - tail])
  let new = Array(b[head..<b.count - tail])
  var middle: [Edit] = []
  if old.count + new.count > 20_000 {
    middle = old.map { _ in .remove } + new.map { _ in .add }
  } else {
    let difference = new.difference(from: old)
    let removed = Set(
      difference.removals.map { change in if case .remove(let at, _, _) = change { at } else { -1 }
      })
    let added = Set(
      difference.insertions.map { change in
        if case .insert(let at, _, _) = change { at } else { -1 }
      })
    var i = 0
    var j = 0
    while i < old.count || j < new.count {
      if removed.contains(i) {
        middle.append(.remove)
        i += 1
      } else if added.contains(j) {
        middle.append(.add)
        j += 1
      } else {
        middle.append(.keep)
        i += 1
        j += 1
      }
    }
  }
  return Array(repeating: .keep, count: head) + middle + Array(repeating: .keep, count: tail)
}
