/// The lines of a text that are not blank, by their hashes.
package struct SolidLines: Sendable {
  /// For each, its hash and its number in the text, from 0.
  let hashes: [UInt64]
  let numbers: [Int32]

  /// Those of a source.
  package init(of source: Source) {
    var hashes: [UInt64] = []
    var numbers: [Int32] = []
    for index in source.lines.indices {
      let hash = source.bytes[source.line(index)].lineHash
      if hash == 0 { continue }
      hashes.append(hash)
      numbers.append(Int32(index))
    }
    self.hashes = hashes
    self.numbers = numbers
  }

  init(of lines: ArraySlice<Bytes>) {
    var hashes: [UInt64] = []
    var numbers: [Int32] = []
    for index in lines.indices {
      let hash = lines[index][...].lineHash
      if hash == 0 { continue }
      hashes.append(hash)
      numbers.append(Int32(index))
    }
    self.hashes = hashes
    self.numbers = numbers
  }

  var count: Int { hashes.count }

  /// The place here of line `number` of the text; nil for a blank one.
  func place(of number: Int32) -> Int? {
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < numbers.count && numbers[low] == number ? low : nil
  }

  /// Whether the lines of `other` stand here from `start` on, one after the other.
  func has(_ other: SolidLines, at start: Int) -> Bool {
    guard start >= 0, start + other.count <= count else { return false }
    for index in 0..<other.count where hashes[start + index] != other.hashes[index] {
      return false
    }
    return true
  }
}
