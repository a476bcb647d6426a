/** A MAP without a machine: new layers of files on the foundation of a MAP that is there. */
package io.jenkins.plugins.monai.engine.buildmap.increment;
