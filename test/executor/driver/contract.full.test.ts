import { type Tool, which } from '../../support/needs.js';
import { contractSuite } from './contract-suite.js';

const busybox: Tool = {
  name: 'busybox',
  missing: () => (which('busybox') ? undefined : 'busybox is not on PATH'),
};

contractSuite(['busybox', 'sh'], [busybox]);
contractSuite(['bash', '--posix']);
