package import DocbuildCore

/// The hashes by which GitHub's code scanning knows a line again though others move around it: for each line (from 1), the
/// hash of it and what follows, and which one of all lines with that hash it is, as `primaryLocationLineHash` in SARIF has
/// it (<https://github.com/github/codeql-action>, src/fingerprints.ts).
///
/// A window of 100 UTF-16 units rolls over the text without its blanks; CR and CRLF count as LF.
package func lineHashes(of text: Bytes) -> [Int: String] {
  var hashing = LineHashing()
  for unit in text.text.utf16 { hashing.take(unit) }
  hashing.finish()
  return hashing.found
}

private struct LineHashing {
  private static let size = 100
  private static let factor: UInt64 = 37
  /// The factor of what leaves the window.
  private static let leaving = (0..<size).reduce(UInt64(1)) { power, _ in power &* factor }

  private(set) var found: [Int: String] = [:]
  private var window = [UInt16](repeating: 0, count: size)
  /// The line that begins at a place of the window; 0 for none.
  private var lines = [Int](repeating: 0, count: size)
  private var counts: [UInt64: Int] = [:]
  private var hash: UInt64 = 0
  private var index = 0
  private var line = 0
  private var startsLine = true
  private var followsReturn = false

  mutating func take(_ unit: UInt16) {
    let (feed, carriageReturn): (UInt16, UInt16) = (0x0A, 0x0D)
    if unit == 0x20 || unit == 0x09 || followsReturn && unit == feed {
      followsReturn = false
      return
    }
    followsReturn = unit == carriageReturn
    put(followsReturn ? feed : unit)
  }

  /// Behind the end, a mark and a window of nothing.
  mutating func finish() {
    put(0xFFFF)
    for _ in 0..<LineHashing.size {
      note()
      roll(0)
    }
  }

  private mutating func put(_ unit: UInt16) {
    note()
    if startsLine {
      startsLine = false
      line += 1
      lines[index] = line
    }
    if unit == 0x0A { startsLine = true }
    roll(unit)
  }

  /// Notes the hash of the line that leaves the window, if one does.
  private mutating func note() {
    guard lines[index] != 0 else { return }
    counts[hash, default: 0] += 1
    found[lines[index]] = "\(String(hash, radix: 16)):\(counts[hash] ?? 1)"
    lines[index] = 0
  }

  private mutating func roll(_ unit: UInt16) {
    let old = UInt64(window[index])
    window[index] = unit
    hash = LineHashing.factor &* hash &+ UInt64(unit) &- LineHashing.leaving &* old
    index = (index + 1) % LineHashing.size
  }
}
