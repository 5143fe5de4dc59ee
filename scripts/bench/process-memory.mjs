// Memory of a process and all that it started, as Linux accounts for it.
import { readFile, readdir } from 'node:fs/promises';

const KB_PER_MB = 1024;

/**
 * Proportional memory of a process and its descendants, in MB: what several processes share is
 * counted once in the sum.
 *
 * @param {number} pid
 */
export async function readTreeMb(pid) {
  const parents = await readParents();
  const sizes = [...parents.keys()]
    .filter((candidate) => isInTree(candidate, pid, parents))
    .map(readPssKb);
  return (await Promise.all(sizes)).reduce((sum, kb) => sum + kb, 0) / KB_PER_MB;
}

/** @returns {Promise<Map<number, number>>} parent by process */
async function readParents() {
  /** @type {Map<number, number>} */
  const parents = new Map();
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
      // The program's name is in brackets and may hold brackets and spaces itself.
      const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields !== undefined) parents.set(Number(name), Number(fields[1]));
    }),
  );
  return parents;
}

/**
 * @param {number} pid
 * @param {number} root
 * @param {ReadonlyMap<number, number>} parents
 */
function isInTree(pid, root, parents) {
  for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true;
  return false;
}

/** @param {number} pid */
async function readPssKb(pid) {
  // A process that has just ended has none.
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
}
