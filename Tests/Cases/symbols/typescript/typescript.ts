// interface Phantom {} only in a comment
import { x } from './x';

export type ID = string | number;
type Handler<T> = (
  value: T,
) => void;

export interface Runner {
  name: string;
  start(n: number): void;
  stop?(): void;
}

export enum Mode { Idle = "{", Busy = "}" }
const enum Flag { A, B }

export const LIMIT: number = 10;
export const handler: Handler<string> = async (v) => {
  const local = "function phantom() {";
};

declare const VERSION: string;
export declare function external(a: string): void;

function parse(a: string): string;
function parse(a: number): number;
function parse(
  a: any,
): any {
  const inner = <T,>(t: T): T => t;
  return a;
}

@Component({
  selector: 'app',
})
export class Server<T> extends Base implements Runner {
  private limit = 3;
  @Input() name: string;
  readonly onStart = (): void => {
    this.limit = 4;
  };

  constructor(private readonly id: ID) {
    super();
  }

  @Log()
  @Trace({
    deep: true,
  })
  start(n: number): void {
    const s = `class Ghost { ${n} }`;
  }

  get size(): number { return 1; }
}

export abstract class Shape {
  abstract area(): number;
  describe(): string;
  describe(a?: string): string { return "}"; }
}

class Client {
  start(): void {}
}

namespace Util {
  export function clamp(n: number) { return n; }
  export const PI = 3;
}

declare module 'ext' {
  export function load(): void;
}

export default class Main {
  run() {}
}
