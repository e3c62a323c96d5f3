# def phantom; end  only in a comment
require 'json'

LIMIT = 10
NAMES = %w[
  one
  two
].freeze

module Net
  VERSION = "class Ghost; end"

  class Server < Base
    DEFAULTS = { a: "}" }
    attr_reader :name

    def initialize(name,
                   size: 3)
      @name = name
    end

    def self.build(*args)
      new(*args)
    end

    class << self
      def create
        new("x")
      end
    end

    def start
      text = <<~TXT
        def phantom
        end
      TXT
      text
    end

    def ready?; true; end

    def ==(other)
      name == other.name
    end

    def name=(v)
      @name = v
    end

    def square(x) = x * x

    private def secret
      1
    end

    class Options
      def start
        "end"
      end
    end
  end

  class Client
    def start; end
  end
end

class Net::Error < StandardError
end

Point = Struct.new(:x, :y) do
  def norm
    0
  end
end

def helper
  inner = ->(x) { x }
  def nested_def
    1
  end
end
