export type ObstacleKind = 'browser' | 'windows' | 'no-pty' | 'virtual' | 'untrusted';

/** What decides whether jobs run: the machine, this package of the extension, the folder. */
export interface RunningPlace {
  readonly platform: NodeJS.Platform;
  /** The package brings the pseudo-terminal of this platform. */
  readonly hasPty: boolean;
  /** Scheme of the folder's URI. */
  readonly scheme: string;
  readonly isTrusted: boolean;
}

/** The first thing that stands in the way; what cannot be helped here comes before what a click helps. */
export function obstacleAt({ platform, hasPty, scheme, isTrusted }: RunningPlace): ObstacleKind | undefined {
  if (platform === 'win32') return 'windows';
  if (!hasPty) return 'no-pty';
  if (scheme !== 'file') return 'virtual';
  return isTrusted ? undefined : 'untrusted';
}
