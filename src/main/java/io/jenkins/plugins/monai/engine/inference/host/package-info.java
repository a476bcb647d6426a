/** The machine that infers: found or launched, installed over Systems Manager, stopped. */
package io.jenkins.plugins.monai.engine.inference.host;
