import { execFile } from "node:child_process";
import { mkdir, open, rename, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const BALLAST = "ballast";
const BLOCK = Buffer.alloc(64 * 1024, 1);

/** A disk of its own size under a folder that exists, with what the folder held; it can be filled to the last byte. */
export class SmallDisk {
  readonly folder: string;
  readonly #aside: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.#aside = `${folder}.aside`;
  }

  /** Moves a folder onto a disk in memory of so many megabytes. Throws where this user may not mount. */
  static async under(folder: string, megabytes: number): Promise<SmallDisk> {
    const disk = new SmallDisk(folder);
    const { uid, gid } = await stat(folder);
    await rename(folder, disk.#aside);
    await mkdir(folder);
    const options = `size=${megabytes}m,uid=${uid},gid=${gid},mode=0700`;
    await run("mount", ["-t", "tmpfs", "-o", options, "manometer-faults", folder]).catch((error: Error) => {
      const advice = "run this story as root, in a container with --cap-add SYS_ADMIN";
      throw new Error(`A small disk cannot be mounted (${error.message.trim()}): ${advice}`);
    });
    await run("cp", ["-a", `${disk.#aside}/.`, folder]);
    return disk;
  }

  /** Megabytes that are free. */
  async free(): Promise<number> {
    const { bavail, bsize } = await statfs(this.folder);
    return (bavail * bsize) / 2 ** 20;
  }

  /** Fills it up until nothing more can be written. */
  async fill(): Promise<void> {
    const file = await open(join(this.folder, BALLAST), "a");
    try {
      // bounded by the disk's own size
      while ((await file.write(BLOCK)).bytesWritten === BLOCK.length);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      await file.close();
    }
  }

  /** Makes it larger, as an operator does; what fills it stays. */
  async grow(megabytes: number): Promise<void> {
    await run("mount", ["-o", `remount,size=${megabytes}m`, this.folder]);
  }

  /** Takes it away with all that is on it. */
  async remove(): Promise<void> {
    await run("umount", [this.folder]).catch(() => undefined);
    await rm(this.#aside, { recursive: true, force: true });
  }
}
