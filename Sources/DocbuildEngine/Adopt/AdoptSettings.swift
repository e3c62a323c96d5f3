/// A block of a page, as the user names it.
package struct BlockName: Sendable, Equatable {
  /// The page; nil for the only page that is asked for.
  package let page: RootPath?
  /// One of the block's lines, from 1.
  package let line: Int

  /// A block by a page and a line.
  package init(page: RootPath?, line: Int) {
    self.page = page
    self.line = line
  }
}

/// What is to be done with a block that nothing is done with unasked.
package struct AdoptChoice: Sendable {
  /// What is done.
  package enum Action: Sendable, Equatable {
    /// The block shows the code as it is now.
    case takeCode
    /// The code becomes what the block shows.
    case takePage
    /// The block shows that file; of several places in it, the one with that line (from 1).
    case embed(RootPath, line: Int?)
    /// The block's text becomes that file.
    case extract(RootPath)
  }

  /// Which block.
  package let block: BlockName
  /// What becomes of it.
  package let action: Action

  /// An action for a block.
  package init(_ block: BlockName, _ action: Action) {
    self.block = block
    self.action = action
  }
}

/// What `docbuild adopt` is asked for.
package struct AdoptSettings: Sendable {
  /// The pages.
  package var scope = Scope()
  /// How many threads at the most.
  package var threads = 1
  /// Whether the plan is carried out.
  package var writes = false
  /// Whether sources get marks of regions where lines have no better name.
  package var marks = false
  /// Whether text may be replaced that can't be had back.
  package var force = false
  /// Whether near copies are listed for which nothing but their likeness speaks.
  package var showsAll = false
  /// What the user has chosen, block by block.
  package var choices: [AdoptChoice] = []

  /// Exact copies in all pages, planned only.
  package init() {}
}
