export { type Simulation, simulate } from './simulate.js';
