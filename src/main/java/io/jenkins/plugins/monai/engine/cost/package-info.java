/** What a machine costs, from one table with its date and source. */
package io.jenkins.plugins.monai.engine.cost;
